import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import type { AnsweredRegion, Box } from '../answers/answer.ts';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { plain } from '../../client/drawing/concept-colours.ts';
import { drawLabel, placedAt } from './label.ts';
import type { Label } from './label.ts';
import { areaOfMask, colourArea, emptyOverlay, sizeOfArea } from './overlay.ts';
import type { Area, Overlay } from './overlay.ts';
import { freePlace, padded } from './place.ts';
import type { Rectangle } from './place.ts';
import type { Picture } from './picture.ts';

/** How lines and letters are sized on a picture, in pixels. */
export interface Strokes {
  readonly line: number;
  readonly text: number;
}

/** @returns what is read on a screen that shows the whole picture, whatever its size */
export function strokesFor({ width, height }: Pick<Picture, 'width' | 'height'>): Strokes {
  const longer = Math.max(width, height);
  return {
    line: longer < 400 ? 2 : Math.max(3, Math.round(longer / 300)),
    text: Math.max(16, Math.round(longer / 45)),
  };
}

/** How regions are shown. */
export interface RegionStyle {
  readonly colours: ReadonlyMap<string, Colour>;
  /** False: without names and values. */
  readonly hasLabels?: boolean;
}

/** A region with what its drawing needs. */
interface Drawn {
  readonly region: AnsweredRegion;
  readonly colour: Colour;
  readonly area: Area | undefined;
  readonly frame: Rectangle;
}

/**
 * The layers that show regions on a picture: masks and polygons as translucent areas, boxes as
 * frames, each with its likeliest concept and value.
 * @param regions nothing of them is left out; boxes that reach beyond the picture are cut at its
 *   edge
 * @throws Error of sharp where a mask is not a picture
 */
export async function regionLayers(
  picture: Picture,
  regions: readonly AnsweredRegion[],
  { colours, hasLabels = true }: RegionStyle,
): Promise<OverlayOptions[]> {
  const strokes = strokesFor(picture);
  const drawn: Drawn[] = [];
  for (const region of regions) drawn.push(await prepared(picture, region, colours));
  return [
    ...(await areaLayer(picture, drawn, strokes)),
    frameLayer(picture, drawn, strokes),
    ...(hasLabels ? await labelLayers(picture, drawn, strokes) : []),
  ];
}

async function prepared(
  picture: Picture,
  region: AnsweredRegion,
  colours: ReadonlyMap<string, Colour>,
): Promise<Drawn> {
  const colour = colours.get(region.concepts[0]?.id ?? '') ?? plain;
  const area = await areaOf(region, picture);
  const box = region.box ?? boundsOf(area, picture);
  return { region, colour, area, frame: frameOf(box, picture) };
}

async function areaOf(
  { mask, polygon }: AnsweredRegion,
  picture: Picture,
): Promise<Area | undefined> {
  if (mask !== undefined) return areaOfMask(mask, picture);
  if (!polygon || polygon.length < 3) return undefined;
  const { width, height } = picture;
  const points = polygon.map(([row, column]) => `${column * width},${row * height}`).join(' ');
  const svg = `<polygon points="${points}" fill="#ffffff"/>`;
  const drawn = await sharp(svgOf(picture, svg)).flatten({ background: '#000' }).png().toBuffer();
  return (await areaOfMask(drawn, picture)).map((value) => (value > 0 ? 1 : 0));
}

/** The smallest areas last, so that none hides another. */
async function areaLayer(
  picture: Picture,
  drawn: readonly Drawn[],
  { line }: Strokes,
): Promise<OverlayOptions[]> {
  const areas = drawn
    .flatMap(({ area, colour }) => (area ? [{ area, colour, size: sizeOfArea(area) }] : []))
    .sort((a, b) => b.size - a.size);
  if (areas.length === 0) return [];
  const overlay = emptyOverlay(picture);
  for (const { area, colour } of areas) colourArea(overlay, area, colour, line);
  return [layerOf(overlay)];
}

/** A region with a mask has its shape; the frame is for those without. */
function frameLayer(picture: Picture, drawn: readonly Drawn[], { line }: Strokes): OverlayOptions {
  const frames = drawn
    .filter(({ area }) => !area)
    .map(({ frame: { left, top, width, height }, colour }) => {
      const at = `x="${left}" y="${top}" width="${width}" height="${height}" fill="none"`;
      const halo = `<rect ${at} stroke="#000000" stroke-opacity="0.5" stroke-width="${line + 2}"/>`;
      return `${halo}<rect ${at} stroke="${colour.hex}" stroke-width="${line}"/>`;
    });
  return { input: svgOf(picture, frames.join('')), left: 0, top: 0 };
}

/** The surest first: where labels crowd, they have the better places. */
async function labelLayers(
  picture: Picture,
  drawn: readonly Drawn[],
  { text }: Strokes,
): Promise<OverlayOptions[]> {
  const taken: Rectangle[] = [];
  const layers: OverlayOptions[] = [];
  const bySureness = [...drawn].sort((a, b) => b.region.value - a.region.value);
  for (const { region, colour, frame } of bySureness) {
    const name = region.concepts[0]?.name ?? 'region';
    const words = `${name} ${region.value.toFixed(2)}`;
    const label = await drawLabel(words, { size: text, ink: colour.ink });
    const place = freePlace(padded(label, text), frame, { taken, within: picture });
    taken.push(place);
    layers.push(...(await placedLabel(label, place, { colour, picture })));
  }
  return layers;
}

/** A label on its own ground, cut where the picture has no room for it. */
async function placedLabel(
  label: Label,
  place: Rectangle,
  { colour, picture }: { readonly colour: Colour; readonly picture: Picture },
): Promise<OverlayOptions[]> {
  const { left, top, width, height } = place;
  const ground = `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="2" fill="${colour.hex}"/>`;
  const pad = Math.round((height - label.height) / 2);
  const room = Math.min(label.width, picture.width - left - pad);
  const low = Math.min(label.height, picture.height - top - pad);
  const base = { input: svgOf(picture, ground), left: 0, top: 0 };
  if (room < 1 || low < 1) return [base];
  const cut = { left: 0, top: 0, width: room, height: low };
  const png = await sharp(label.png).extract(cut).png().toBuffer();
  return [base, placedAt({ ...label, png }, left + pad, top + pad)];
}

export function layerOf({ pixels, width, height }: Overlay): OverlayOptions {
  return { input: pixels, raw: { width, height, channels: 4 }, left: 0, top: 0 };
}

function svgOf({ width, height }: Pick<Picture, 'width' | 'height'>, content: string): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`,
  );
}

/** Shares as pixels within the picture. */
function frameOf(box: Box, { width, height }: Picture): Rectangle {
  const within = (share: number) => Math.min(1, Math.max(0, share));
  const left = Math.round(within(box.left) * width);
  const top = Math.round(within(box.top) * height);
  const right = Math.round(within(box.right) * width);
  const bottom = Math.round(within(box.bottom) * height);
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** Around an area; the whole picture where it is empty or there is none. */
function boundsOf(area: Area | undefined, { width, height }: Picture): Box {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let at = 0; area && at < area.length; at += 1) {
    if (!area[at]) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return { top: 0, left: 0, bottom: 1, right: 1 };
  return {
    top: top / height,
    left: left / width,
    bottom: (bottom + 1) / height,
    right: (right + 1) / width,
  };
}
