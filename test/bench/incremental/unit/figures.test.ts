import { fromHex, toHex } from '../records/bits.ts';
import type { StepRecord } from '../records/records.ts';
import { figuresOf } from '../report/figures.ts';

const bits = (text: string) => [...text].map((digit) => digit === '1');

/** Two classes at the first step, one at the second; two inputs each. */
function record(step: number, right: string): StepRecord {
  return {
    ...{ stream: 'digits', seed: 0, method: 'ours-step', step, code: 'x', load: 1 },
    endedAt: '2026-01-01T00:00:00.000Z',
    phases: {
      setup: { seconds: 4, workSeconds: 1 },
      steps: { seconds: 8, workSeconds: 2 },
    },
    charged: { seconds: 12, amountMicros: 13_333 },
    trainRows: 10,
    exam: [[2, 2], [2]],
    right: toHex(bits(right)),
  };
}

test('bits come back from their digits, whatever their count', () => {
  for (const text of ['', '1', '10', '0110', '01101', '111100001'])
    expect(fromHex(toHex(bits(text)), text.length)).toEqual(bits(text));
});

test('a step is measured on what came before, on what it brought, and on both', () => {
  const [first, second] = figuresOf([record(1, '111100'), record(2, '110111')]);

  expect(first).toMatchObject({ step: 1, fresh: 1, all: 1, worst: 1 });
  expect(first).not.toHaveProperty('old');
  expect(second).toMatchObject({ old: 0.75, fresh: 1, worst: 0.5 });
  expect(second!.all).toBeCloseTo(5 / 6);
});

test('forgetting is by class, from the best that was, and flips count both ways apart', () => {
  const [, second] = figuresOf([record(1, '101100'), record(2, '110111')]);

  // The first class gains a half, the second one loses a half.
  expect(second!.forgetting).toBeCloseTo((-0.5 + 0.5) / 2);
  expect(second!.negativeFlips).toBe(0.25);
});

test('times are sums of phases, and what is no job is charged by its own seconds', () => {
  const { charged, ...noJob } = record(1, '111111');
  const [own] = figuresOf([{ ...noJob, charged: charged! }]);
  const [other] = figuresOf([noJob]);

  expect(own).toMatchObject({ chargedSeconds: 12, workSeconds: 3, stepsWorkSeconds: 2 });
  expect(own!.amountMicros).toBe(13_333);
  expect(other).toMatchObject({ chargedSeconds: 12, amountMicros: 13_333 });
});
