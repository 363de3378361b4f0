import { pauseSeconds } from '../../../../core/job/queue/pause.ts';
import { maxPauseSeconds, maxWaits, spareWaits } from '../../../../core/job/workflow/limits.ts';

/** How long a job that keeps its position waits before each of its asks, seconds. */
function pauses(position: number, count: number): number[] {
  const all: number[] = [];
  let waited = 0;
  for (let waits = 0; waits < count; waits += 1) {
    all.push(pauseSeconds(position, waits, waited));
    waited += all.at(-1) ?? 0;
  }
  return all;
}

test.each([
  // [position, waits, waited s] -> pause s
  ['the first in the queue asks soon', 0, 0, 0, 5],
  ['the second half as often', 1, 0, 0, 10],
  ['the third', 2, 0, 0, 20],
  ['everybody behind, too', 5, 0, 0, 20],
  ['the hundredth, too', 99, 0, 0, 20],
  ['the third, who has used a quarter of the spare asks', 2, 20, 0, 120],
  ['the first after 20 short pauses', 0, 20, 100, 10],
  ['the second, who has used half of the spare asks', 1, 40, 0, 120],
  ['the first, who was behind for ten hours and used none', 0, 300, 36_000, 5],
  ['the first, who has used all of them', 0, 80, 0, 120],
  ['the first under a clock that went ahead a year', 0, 3, 31_536_000, 5],
])('%s', (_, position, waits, waited, expected) => {
  expect(pauseSeconds(position, waits, waited)).toBe(expected);
});

test('the first in the queue has the place within 5 s, then 40 s, then 2 minutes of its being free', () => {
  const all = pauses(0, 120);

  expect(all.slice(0, spareWaits / 4)).toEqual(Array(spareWaits / 4).fill(5));
  expect(Math.max(...all)).toBe(maxPauseSeconds);
  expect(all.filter((pause) => pause < maxPauseSeconds).length).toBeGreaterThanOrEqual(spareWaits);
});

test.each([0, 1, 2, 10])('position %d: all waits together last a day', (position) => {
  const day = 86_400;
  const total = pauses(position, maxWaits).reduce((sum, pause) => sum + pause, 0);

  expect(total).toBeGreaterThanOrEqual(day - maxPauseSeconds);
  expect(total).toBeLessThan(1.2 * day);
});
