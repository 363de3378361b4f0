import type { LoadSample } from '../../../local/machine/machine-load.ts';
import { MachineLoad, OwnSeconds, loadOf } from '../../../local/machine/machine-load.ts';

const cores = 2;
/** Ten seconds of two cores, of which so many seconds were busy. */
const samples = (busy: number, own: number, running?: number, nice = 0): LoadSample[] =>
  [0, 1].map((part) => ({
    ...{ total: 1_000 + part * 20, busy: 500 + part * busy, nice: part * nice },
    own: 100 + part * own,
    ...(running === undefined ? {} : { running }),
  }));

test.each([
  ['nobody', samples(0, 0, 0), 0],
  ['one of two cores', samples(10, 0, 1), 0.5],
  ['our own training alone', samples(10, 10, 1), 0],
  ['our training and one more', samples(20, 10, 2), 0.5],
  ['four threads that share two cores', samples(20, 0, 4), 2],
  ['three others beside our one, each with a quarter of the time', samples(20, 5, 4), 1.5],
  ['all cores, where nobody says what waits', samples(20, 0), 1],
  ['a hundred threads, of which no more than three machines are told', samples(20, 0, 100), 3],
  ['what gives way, beside our own', samples(10, 10, 8, 10), 0],
  ['what gives way, and as much that does not', samples(10, 0, 4, 10), 1],
  ['more of ours than all, by a clock that lags', samples(10, 12, 1), 0],
  ['no time at all', [samples(0, 0)[0]!, samples(0, 0)[0]!], 0],
])('%s', (_, seen, expected) => {
  expect(loadOf(seen, cores)).toBeCloseTo(expected);
});

test('this machine has a load', () => {
  const load = new MachineLoad(() => [process.pid]);

  const now = load.load();

  load.close();
  expect(now).toBeGreaterThanOrEqual(0);
  expect(now).toBeLessThanOrEqual(3);
});

test('what our trainings computed stays ours when they have ended', () => {
  const own = new OwnSeconds();

  expect(own.add(new Map([[7, 1]]), 100)).toBe(1);
  expect(own.add(new Map([[7, 4]]), 103)).toBe(4);
  // It ended somewhere between the looks: the two seconds that were computed since count as its.
  expect(own.add(new Map(), 105)).toBe(6);
  expect(own.add(new Map(), 109)).toBe(6);
  expect(own.add(new Map([[9, 2]]), 112)).toBe(8);
});
