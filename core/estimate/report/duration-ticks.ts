import { duration, fineDuration } from '../../words.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Round on a clock, each about twice the one before. Seconds. */
const round = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20, minute, 2 * minute, 5 * minute, 10 * minute, 20 * minute],
  ...[hour, 2 * hour, 5 * hour, 10 * hour, day, 2 * day, 5 * day],
];

/**
 * Marks of a logarithmic axis of durations: those of the round ones that it reaches; where they
 * are fewer than two, its ends.
 */
export function durationTicks([low, high]: readonly [number, number]): readonly number[] {
  const reached = round.filter((seconds) => seconds >= low && seconds <= high);
  return reached.length >= 2 ? reached : [low, high];
}

/** `10 s`, `0.5 s`, `2 min`. */
export function tickWords(seconds: number): string {
  return Number.isInteger(seconds) ? duration(seconds) : fineDuration(seconds);
}
