import { always, never, threshold, trainingsOf, weekly } from '../schedule/policies.ts';
import { rule } from '../schedule/rule.ts';
import type { SimulatedStream } from '../schedule/simulated-stream.ts';
import {
  costOf,
  dayCount,
  lossOf,
  priceOf,
  scoreOf,
  simulatedStream,
} from '../schedule/simulated-stream.ts';

const streams = Array.from({ length: 9 }, (_, seed) => simulatedStream(seed));

/** The least that trainings on these days, or on none of them, can cost: every set is tried. */
function leastCost(stream: SimulatedStream, days: readonly number[]): number {
  const sets = Array.from({ length: 2 ** days.length }, (_, set) =>
    days.filter((_day, place) => (set & (2 ** place)) !== 0),
  );
  return Math.min(...sets.map((set) => costOf(stream, set)));
}

test('a stream is the same for the same seed, and each kind is there', () => {
  expect(simulatedStream(4)).toEqual(simulatedStream(4));
  expect(new Set(streams.map(({ drift, worth }) => `${drift} ${worth}`)).size).toBe(9);
});

test('what a plan costs is its prices and the losses of the model of each day', () => {
  const [stream] = streams as [SimulatedStream];
  const days = Array.from({ length: dayCount }, (_, day) => day);
  const losses = days.map((day) => lossOf(stream, day < 10 ? -1 : day < 30 ? 10 : 30, day));
  const sum = losses.reduce((total, loss) => total + loss, 0);

  expect(costOf(stream, [10, 30])).toBe(sum + priceOf(stream, 10) + priceOf(stream, 30));
  expect(costOf(stream, [10])).toBeGreaterThanOrEqual(leastCost(stream, [10, 30]));
});

test('a model loses as concepts move, and what stays loses nothing', () => {
  for (const stream of streams) {
    const [before, after] = [0, dayCount - 1].map((day) => scoreOf(stream, 0, day)) as [
      number,
      number,
    ];
    if (stream.drift === 'none') expect(after).toBe(before);
    else expect(after).toBeLessThanOrEqual(before);
  }
});

test('each policy trains on the days that its name says', () => {
  const [stream] = streams as [SimulatedStream];
  const withNew = stream.newInputs.flatMap((count, day) => (count > 0 ? [day] : []));

  expect(trainingsOf(stream, always)).toEqual(withNew);
  expect(trainingsOf(stream, never)).toEqual([]);
  expect(trainingsOf(stream, weekly)).toEqual([6, 13, 20, 27, 34, 41, 48, 55]);
  expect(trainingsOf(stream, threshold(1e9))).toEqual([]);
});

test('the rule decides the same for the same stream, and never without anything new', () => {
  const policy = rule({ minNewInputs: 20, driftThreshold: 0.5, horizonDays: 30 });
  const idle = { ...streams[8]!, newInputs: streams[8]!.newInputs.map(() => 0) };

  expect(trainingsOf(streams[8]!, policy)).toEqual(trainingsOf(streams[8]!, policy));
  expect(trainingsOf(idle, policy)).toEqual([]);
});
