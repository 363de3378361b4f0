import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';
import type { Colour } from '../../client/drawing/concept-colours.ts';
import { drawLabel, placedAt } from './label.ts';

/** A picture of the sheet and the words below it. */
export interface SheetItem {
  readonly picture: Uint8Array;
  readonly caption: string;
}

/** What stands above a sheet's pictures. */
export interface SheetHeading {
  readonly words: string;
  /** That the regions of its concept are drawn in. */
  readonly colour: Colour;
}

/** Pixels of the longer side of a picture on a sheet. */
export const thumbnailSide = 160;
const columns = 8;
const gap = 10;
const text = 12;
const title = 24;
const maxCaption = 22;
const cell = { width: thumbnailSide + gap, height: thumbnailSide + text * 2 + gap };

/**
 * Small pictures side by side below a heading, eight in a row.
 * @param items thumbnails of at most `thumbnailSide` pixels, at least one
 * @returns PNG
 */
export async function contactSheet(
  { words, colour }: SheetHeading,
  items: readonly SheetItem[],
): Promise<Buffer> {
  const across = Math.min(columns, items.length);
  const width = Math.max(480, across * cell.width + gap);
  const height = gap * 2 + title * 2 + Math.ceil(items.length / columns) * cell.height;
  const head = await drawLabel(words, { size: title, ink: '#1b1b1b', maxCharacters: 60 });
  const layers: OverlayOptions[] = [
    { input: swatch(colour), left: gap, top: gap },
    placedAt(await cutTo(head, width - 3 * gap - title), 2 * gap + title, gap),
  ];
  for (const [index, item] of items.entries()) {
    const left = gap + (index % columns) * cell.width;
    const top = gap + title * 2 + Math.floor(index / columns) * cell.height;
    layers.push(...(await itemLayers(item, left, top)));
  }
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(layers)
    .png()
    .toBuffer();
}

async function itemLayers(
  { picture, caption }: SheetItem,
  left: number,
  top: number,
): Promise<OverlayOptions[]> {
  const { width, height } = await sharp(picture).metadata();
  const label = await drawLabel(lastOf(caption), { size: text, ink: '#555555' });
  return [
    {
      input: Buffer.from(picture),
      left: left + Math.floor((thumbnailSide - width) / 2),
      top: top + thumbnailSide - height,
    },
    placedAt(await cutTo(label, thumbnailSide), left, top + thumbnailSide + 4),
  ];
}

/** Names of files differ in their ends. */
function lastOf(name: string): string {
  const characters = [...name];
  return characters.length > maxCaption ? `…${characters.slice(1 - maxCaption).join('')}` : name;
}

function swatch({ hex }: Colour): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${title}" height="${title}"><rect width="${title}" height="${title}" rx="4" fill="${hex}"/></svg>`,
  );
}

async function cutTo(
  label: { readonly png: Buffer; readonly width: number; readonly height: number },
  width: number,
) {
  if (label.width <= width) return label;
  const png = await sharp(label.png)
    .extract({ left: 0, top: 0, width, height: label.height })
    .png()
    .toBuffer();
  return { ...label, png, width };
}
