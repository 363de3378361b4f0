import type { ImageSize } from '../dataset/image/image-size.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** An edge with its upper end first. */
type Edge = readonly [Point, Point];

/**
 * The pixels inside of a polygon and on its edges, 1 each: the even-odd rule, corners at whole pixels. Near slanted edges the trainer, which draws
 * with Pillow, may have single pixels otherwise.
 * @param points corners as row and column, shares of the height and width
 */
export function polygonPixels(
  points: readonly (readonly [number, number])[],
  { width, height }: ImageSize,
): Uint8Array {
  const corners = points.map(([row, column]) => ({
    x: Math.trunc(column * width),
    y: Math.trunc(row * height),
  }));
  const edges = corners.map((corner, n): Edge => {
    const next = corners[(n + 1) % corners.length] ?? corner;
    return corner.y <= next.y ? [corner, next] : [next, corner];
  });
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (const [from, to] of spansOf(edges, y))
      pixels.fill(1, y * width + Math.min(from, width), y * width + Math.min(to + 1, width));
  return pixels;
}

/** First and last pixels of the row's parts. An edge counts once with its upper end and once with its lower: both ends belong to the polygon. */
function spansOf(edges: readonly Edge[], y: number): [number, number][] {
  const slanted = edges.filter(([upper, lower]) => upper.y < lower.y);
  const withUpper = slanted.filter(([upper, lower]) => upper.y <= y && y < lower.y);
  const withLower = slanted.filter(([upper, lower]) => upper.y < y && y <= lower.y);
  const level = edges.filter(([upper, lower]) => upper.y === y && lower.y === y);
  return [
    ...pairsOf(withUpper, y),
    ...pairsOf(withLower, y),
    ...level.map(([a, b]): [number, number] => [Math.min(a.x, b.x), Math.max(a.x, b.x)]),
  ];
}

function pairsOf(edges: readonly Edge[], y: number): [number, number][] {
  const crossings = edges
    .map(([upper, lower]) => upper.x + ((y - upper.y) * (lower.x - upper.x)) / (lower.y - upper.y))
    .sort((a, b) => a - b);
  return crossings.flatMap((x, n): [number, number][] => {
    const next = crossings[n + 1];
    // To the nearest pixel; what lies between two belongs to the inner one.
    return n % 2 === 1 || next === undefined ? [] : [[Math.floor(x + 0.5), Math.ceil(next - 0.5)]];
  });
}
