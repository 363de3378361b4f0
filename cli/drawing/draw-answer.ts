import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import type { Answer } from '../answers/answer.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { barsCaption, heatCaption, noCaption, withCaption, wordsCaption } from './caption.ts';
import type { Caption, CaptionStyle } from './caption.ts';
import { heatLayer } from './heat.ts';
import type { Picture } from './picture.ts';
import { decodePicture } from './picture.ts';
import { regionLayers, strokesFor } from './regions.ts';

/** How answers are drawn. */
export interface DrawingOptions {
  readonly colours: ReadonlyMap<string, Colour>;
  /** Regions below this value are not drawn, 0 to 1. */
  readonly minValue: number;
}

/** A picture with an answer drawn in. */
export interface DrawnAnswer {
  readonly png: Buffer;
  /** Regions that were drawn, and those that were not since they are below `minValue`. */
  readonly drawn: number;
  readonly left: number;
  /** Pixels there for one of the picture. */
  readonly scale: number;
}

/**
 * Draws an answer into its picture: regions as boxes and areas, a heat map with its legend,
 * concepts as bars below. A picture in which nothing is to be seen says so.
 * @throws Error of sharp where it cannot decode the picture or a mask
 */
export async function drawAnswer(
  bytes: Uint8Array,
  answer: Answer,
  { colours, minValue }: DrawingOptions,
): Promise<DrawnAnswer> {
  const picture = await decodePicture(bytes);
  const regions = answer.regions.filter(({ value }) => value >= minValue);
  const layers = await layersOf(picture, { ...answer, regions }, colours);
  const { width, height } = picture;
  const drawn = await sharp(picture.pixels, { raw: { width, height, channels: 3 } })
    .composite(layers)
    .png()
    .toBuffer();
  const style = { width, text: strokesFor(picture).text };
  const caption = await captionOf(answer, { style, colours, drawn: regions.length, minValue });
  return {
    png: await withCaption(drawn, caption),
    drawn: regions.length,
    left: answer.regions.length - regions.length,
    scale: picture.scale,
  };
}

async function layersOf(
  picture: Picture,
  { regions, heatmap }: Answer,
  colours: ReadonlyMap<string, Colour>,
): Promise<OverlayOptions[]> {
  const heat = heatmap === undefined ? [] : [await heatLayer(picture, heatmap)];
  return regions.length === 0
    ? heat
    : [...heat, ...(await regionLayers(picture, regions, { colours }))];
}

interface CaptionInput {
  readonly style: CaptionStyle;
  readonly colours: ReadonlyMap<string, Colour>;
  readonly drawn: number;
  readonly minValue: number;
}

async function captionOf(
  { concepts, regions, heatmap }: Answer,
  { style, colours, drawn, minValue }: CaptionInput,
): Promise<Caption> {
  const named = concepts.map(({ name, value }) => `${name} ${value.toFixed(2)}`);
  if (heatmap !== undefined) return heatCaption(named.join(', '), style);
  if (concepts.length > 0) return barsCaption(concepts, colours, style);
  if (drawn > 0) return noCaption;
  const found = regions.length === 0 ? 'nothing found' : `nothing of ${minValue} or more found`;
  return wordsCaption(found, style);
}
