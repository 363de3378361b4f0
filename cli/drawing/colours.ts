/** `#rrggbb` of what is drawn, and whether black or white is read on it. */
export interface Colour {
  readonly hex: string;
  readonly rgb: readonly [red: number, green: number, blue: number];
  readonly ink: '#000000' | '#ffffff';
}

/**
 * Colours that are told apart on photographs and on white, also by most who see colours differently
 * (from Okabe and Ito 2008, Paul Tol's "bright", and steps between).
 */
const palette = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#aa3377',
  '#66ccee',
  '#bbcc33',
  '#ee3377',
  '#7a5cff',
] as const;

/**
 * A colour for each concept. It follows from the concept's id, so that it is the same in every
 * picture and every run; of two that would have the same, the one that comes later in the alphabet
 * takes the next that is free. Beyond the palette's twelve a colour stands for several.
 * @param ids all concepts that may be drawn
 */
export function coloursOf(ids: Iterable<string>): ReadonlyMap<string, Colour> {
  const colours = new Map<string, Colour>();
  const taken = new Set<number>();
  for (const id of [...new Set(ids)].sort()) {
    let index = hashOf(id) % palette.length;
    while (taken.has(index) && taken.size < palette.length) index = (index + 1) % palette.length;
    taken.add(index);
    colours.set(id, colourOf(palette[index] ?? palette[0]));
  }
  return colours;
}

/** For what has no concept. */
export const plain = colourOf('#b0b0b0');

/** @param hex `#rrggbb` */
export function colourOf(hex: string): Colour {
  const at = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16);
  const rgb = [at(1), at(3), at(5)] as const;
  return { hex, rgb, ink: luminance(rgb) > 0.36 ? '#000000' : '#ffffff' };
}

/** Relative luminance of WCAG 2, 0 to 1. */
function luminance(rgb: readonly [number, number, number]): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** FNV-1a of the id's UTF-16 units. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1)
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
