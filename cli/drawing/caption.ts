import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import type { RankedConcept } from '../answers/answer.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { plain } from '../../client/drawing/concept-colours.ts';
import { heatColour } from '../../client/drawing/heat-colours.ts';
import { drawLabel, placedAt } from './label.ts';
import type { Label } from './label.ts';

/** A strip below a picture: white, with words. */
export interface Caption {
  readonly height: number;
  /** Counted from the strip's own top. */
  readonly layers: readonly OverlayOptions[];
}

/** Concepts whose bars are drawn. */
const maxBars = 5;
const paper = '#ffffff';
const ink = '#1b1b1b';

/** Size of the strip's letters. */
export interface CaptionStyle {
  /** Of the picture above it, in pixels. */
  readonly width: number;
  readonly text: number;
}

/** Nothing to say: no strip. */
export const noCaption: Caption = { height: 0, layers: [] };

/** One line of words. */
export async function wordsCaption(words: string, style: CaptionStyle): Promise<Caption> {
  const label = await lineOf(words, style);
  const pad = Math.round(style.text / 2);
  return { height: label.height + 2 * pad, layers: [placedAt(label, pad, pad)] };
}

/**
 * A bar per concept, the likeliest first, and how many more there are.
 * @param concepts the likeliest first
 */
export async function barsCaption(
  concepts: readonly RankedConcept[],
  colours: ReadonlyMap<string, Colour>,
  style: CaptionStyle,
): Promise<Caption> {
  const { width, text } = style;
  const row = Math.round(text * 1.6);
  const pad = Math.round(text / 2);
  const layers: OverlayOptions[] = [];
  for (const [index, { id, name, value }] of concepts.slice(0, maxBars).entries()) {
    const top = pad + index * row;
    const length = Math.max(1, Math.round((width - 2 * pad) * Math.min(1, Math.max(0, value))));
    const bar = barOf({ width: length, height: row - 4 }, colours.get(id) ?? plain);
    const label = await lineOf(`${name}  ${value.toFixed(2)}`, style);
    layers.push({ input: bar, left: pad, top });
    layers.push(placedAt(label, pad + 4, top + (row - 4 - label.height) / 2));
  }
  const more = concepts.length - maxBars;
  if (more <= 0) return { height: 2 * pad + layers.length * row * 0.5, layers };
  const rest = await lineOf(`and ${more} more`, style);
  layers.push(placedAt(rest, pad + 4, pad + maxBars * row));
  return { height: 2 * pad + (maxBars + 1) * row, layers };
}

/** What the colours of a heat map mean. @param words what the model says of the whole picture */
export async function heatCaption(words: string, style: CaptionStyle): Promise<Caption> {
  const { width, text } = style;
  const pad = Math.round(text / 2);
  const title = await lineOf(words, style);
  const below = await Promise.all(
    ['0 normal', '0.5', '1 anomalous'].map((each) => lineOf(each, style)),
  );
  const [left, middle, right] = below as [Label, Label, Label];
  const length = width - 2 * pad;
  const top = pad + title.height + pad;
  const scale = scaleOf(length, text);
  const numbers = top + text + 4;
  return {
    height: numbers + Math.max(left.height, right.height) + pad,
    layers: [
      placedAt(title, pad, pad),
      { input: scale, left: pad, top },
      placedAt(left, pad, numbers),
      placedAt(middle, pad + (length - middle.width) / 2, numbers),
      placedAt(right, pad + length - right.width, numbers),
    ],
  };
}

/** A picture with its strip below. */
export async function withCaption(picture: Buffer, caption: Caption): Promise<Buffer> {
  if (caption.height === 0) return picture;
  const { width, height } = await sharp(picture).metadata();
  const extended = await sharp(picture)
    .extend({ bottom: Math.round(caption.height), background: paper })
    .png()
    .toBuffer();
  const layers = caption.layers.map((layer) => ({ ...layer, top: (layer.top ?? 0) + height }));
  return sharp(extended)
    .composite(await fitting(layers, { width, height: height + Math.round(caption.height) }))
    .png()
    .toBuffer();
}

/** Layers cut to what they are laid on: sharp refuses larger ones. */
async function fitting(
  layers: readonly OverlayOptions[],
  { width, height }: { readonly width: number; readonly height: number },
): Promise<OverlayOptions[]> {
  const fitted: OverlayOptions[] = [];
  for (const layer of layers) {
    const [left, top] = [Math.max(0, layer.left ?? 0), Math.max(0, layer.top ?? 0)];
    const size = await sharp(layer.input as Buffer).metadata();
    const room = {
      width: Math.min(size.width, width - left),
      height: Math.min(size.height, height - top),
    };
    if (room.width < 1 || room.height < 1) continue;
    const input = await sharp(layer.input as Buffer)
      .extract({ left: 0, top: 0, ...room })
      .png()
      .toBuffer();
    fitted.push({ input, left, top });
  }
  return fitted;
}

function lineOf(words: string, { width, text }: CaptionStyle): Promise<Label> {
  // A letter is about half as wide as it is high.
  const maxCharacters = Math.max(8, Math.floor((width - text) / (text * 0.52)));
  return drawLabel(words, { size: text, ink, maxCharacters });
}

/** A bar in a light tone of its colour, so that black letters are read on it. */
function barOf(
  { width, height }: { readonly width: number; readonly height: number },
  colour: Colour,
): Buffer {
  const rect = `<rect width="${width}" height="${height}" rx="3" fill="${colour.hex}" fill-opacity="0.55"/>`;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${rect}</svg>`,
  );
}

function scaleOf(width: number, height: number): Buffer {
  const stops = Array.from({ length: 9 }, (_, index) => {
    const [red, green, blue] = heatColour(index / 8);
    return `<stop offset="${index / 8}" stop-color="rgb(${red},${green},${blue})"/>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
      `<defs><linearGradient id="heat">${stops.join('')}</linearGradient></defs>` +
      `<rect width="${width}" height="${height}" fill="url(#heat)"/>` +
      `<rect x="${width / 2 - 1}" width="2" height="${height}" fill="#ffffff"/></svg>`,
  );
}
