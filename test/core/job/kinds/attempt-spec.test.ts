import { attemptSpec } from '../../../../core/job/kinds/attempt-spec.ts';
import type { Settings } from '../../../../core/ports/host.ts';

const job = { id: '0'.repeat(32), instanceType: 'ml.g5.xlarge', maxRuntimeSeconds: 900 };
const spec = (attempt: number, useSpot: boolean) =>
  attemptSpec(job, attempt, { useSpot, namePrefix: 'ft-' } as Settings);

test.each([
  [1, true, true],
  [2, true, true],
  [3, true, false],
  [4, true, false],
  [1, false, false],
])('attempt %d of an account that uses spot (%s) is on spot: %s', (attempt, uses, isSpot) => {
  expect(spec(attempt, uses)).toEqual({
    trainingJobName: `ft-${job.id}-a${attempt}`,
    instanceType: 'ml.g5.xlarge',
    instanceCount: 1,
    maxRuntimeSeconds: 900,
    isSpot,
    ...(isSpot ? { maxWaitSeconds: 1_800 } : {}),
  });
});

test.each([
  ['on-demand', 1, true, false],
  ['spot', 1, true, true],
  ['spot', 3, true, false],
  // An account that does not use spot capacity has none to choose.
  ['spot', 1, false, false],
  [undefined, 1, true, true],
] as const)(
  'bought %s, attempt %d of an account that uses spot (%s) is on spot: %s',
  (purchase, attempt, useSpot, isSpot) => {
    const settings = { useSpot, namePrefix: 'ft-' } as Settings;

    const made = attemptSpec({ ...job, purchase }, attempt, settings);

    expect(made.isSpot).toBe(isSpot);
    expect(made.maxWaitSeconds).toBe(isSpot ? 1_800 : undefined);
  },
);
