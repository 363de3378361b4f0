/**
 * Draws from the standard normal distribution, the same ones whenever they are asked for: forecasts
 * are to differ by what they are of, never by chance. Every draw comes with its mirror image, so
 * that means are exact.
 * @returns `count` (even) draws of `size` numbers
 */
export function normalDraws(count: number, size: number): readonly Float64Array[] {
  const next = uniform(0x9e3779b9);
  const half = Array.from({ length: count / 2 }, () =>
    Float64Array.from({ length: size }, () => normal(next)),
  );
  return half.flatMap((draw) => [draw, draw.map((each) => -each)]);
}

/** Box and Muller. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** Mulberry32: numbers above 0 and below 1, from a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** The value that this share of them lies below, between neighbours by a straight line. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
