import type { Box } from './shapes.ts';

/** Pixels on the screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/**
 * Where labels stand: above their box, within it, or below it, where none covers another. One that
 * finds no place at all is not drawn (undefined): the table beside the picture has it.
 * @param labels in the order of their importance: the first ones have the better places
 * @param picture as it is shown
 */
export function labelPlaces(
  labels: readonly { readonly box: Box; readonly size: Size }[],
  picture: Size,
): (Place | undefined)[] {
  const taken: Place[] = [];
  return labels.map(({ box, size }) => {
    const place = candidates(box, size, picture).find(
      (each) => isWithin(each, picture) && !taken.some((other) => overlaps(each, other)),
    );
    if (place) taken.push(place);
    return place;
  });
}

function candidates(box: Box, size: Size, picture: Size): Place[] {
  const left = Math.max(0, Math.min(box.left * picture.width, picture.width - size.width));
  const [top, bottom] = [box.top * picture.height, (box.top + box.height) * picture.height];
  const rows = [top - size.height, top, bottom - size.height, bottom];
  const columns = [left, Math.max(0, (box.left + box.width) * picture.width - size.width)];
  return columns.flatMap((column) => rows.map((row) => ({ left: column, top: row, ...size })));
}

function isWithin({ top, height }: Place, picture: Size): boolean {
  return top >= 0 && top + height <= picture.height;
}

function overlaps(one: Place, other: Place): boolean {
  return (
    one.left < other.left + other.width &&
    other.left < one.left + one.width &&
    one.top < other.top + other.height &&
    other.top < one.top + one.height
  );
}
