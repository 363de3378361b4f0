import { randomFrom } from '../random.ts';
import type { Interval } from './intervals.ts';

const draws = 1000;
const seed = 20;

/**
 * 95 % interval of a figure by the block bootstrap: whole blocks are drawn with replacement, as
 * what is of one block is alike. The same blocks give the same interval.
 */
export function bootstrapInterval<T>(
  items: readonly T[],
  blockOf: (item: T) => string,
  figure: (items: readonly T[]) => number,
): Interval {
  const blocks = [...Map.groupBy(items, blockOf).values()];
  const next = randomFrom(seed);
  const drawn = Array.from({ length: draws }, () =>
    figure(blocks.flatMap(() => blocks[Math.floor(next() * blocks.length)] as T[])),
  ).sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (draws - 1))] as number;
  return { low: at(0.025), high: at(0.975) };
}
