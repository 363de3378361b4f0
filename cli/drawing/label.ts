import sharp from 'sharp';
import type { OverlayOptions } from 'sharp';

/** A text as pixels. */
export interface Label {
  readonly png: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Longer names are cut: a label must leave room for the picture. */
const maxCharacters = 40;

/** How a text looks. */
export interface LabelStyle {
  /** Height of the letters in pixels. */
  readonly size: number;
  /** `#rrggbb` */
  readonly ink: string;
  /** Absent: as it is. */
  readonly maxCharacters?: number;
}

/** Draws a text in one line. The text is a person's: nothing in it is read as markup. */
export async function drawLabel(text: string, style: LabelStyle): Promise<Label> {
  const shown = escapeMarkup(oneLine(text, style.maxCharacters ?? maxCharacters));
  const markup = `<span foreground="${style.ink}">${shown === '' ? ' ' : shown}</span>`;
  const { data, info } = await sharp({
    text: { text: markup, font: `sans ${style.size}`, dpi: 72, rgba: true },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

/** Where a label lies on what it is composited on, in pixels. */
export function placedAt(label: Label, left: number, top: number): OverlayOptions {
  return { input: label.png, left: Math.round(left), top: Math.round(top) };
}

/**
 * Whether texts can be drawn on this machine at all: without a font they are empty.
 */
export async function hasFont(): Promise<boolean> {
  try {
    const { png } = await drawLabel('M', { size: 20, ink: '#000000' });
    const { channels } = await sharp(png).stats();
    return (channels[3]?.max ?? 0) > 0;
  } catch {
    return false;
  }
}

/** Without line breaks, control characters and marks that turn the direction of what follows. */
export function oneLine(text: string, limit: number): string {
  const clean = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/gu, ' ')
    .trim();
  const characters = [...clean];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : clean;
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
