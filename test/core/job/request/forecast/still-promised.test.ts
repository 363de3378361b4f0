import type { PresentJob } from '../../../../../core/job/request/forecast/still-promised.ts';
import { assertStillPromised } from '../../../../../core/job/request/forecast/still-promised.ts';
import type { ShownPromise } from '../../../../../core/model/model-version.ts';

const shown: ShownPromise = {
  inputCount: 12_000,
  deviceId: 'A10G',
  instanceType: 'ml.g5.xlarge',
  maxAmountMicros: 1_200_000,
};
const basis = { inputCount: 12_000, epochs: 3, deviceId: 'A10G', instanceType: 'ml.g5.xlarge' };
const same: PresentJob = { estimatedAmountMicros: 400_000, basis };

test.each<[string, PresentJob]>([
  ['the same', same],
  ['fewer inputs', { ...same, basis: { ...basis, inputCount: 11_999 } }],
  ['no inputs at all', { ...same, basis: { ...basis, inputCount: 0 } }],
  ['a cheaper forecast', { ...same, estimatedAmountMicros: 1 }],
  ['a dearer one within the maximum', { ...same, estimatedAmountMicros: 1_200_000 }],
  ['fewer epochs', { ...same, basis: { ...basis, epochs: 1 } }],
])('%s goes on', (_, now) => {
  expect(() => assertStillPromised(shown, now)).not.toThrow();
});

const advice =
  'Nothing was reserved, started or charged: ask for a new estimate, and start it again if that suits you';

test.each<[string, PresentJob, string]>([
  [
    'one input more',
    { ...same, basis: { ...basis, inputCount: 12_001 } },
    'its inputs have become more: 12,001 now, 12,000 when it was estimated',
  ],
  [
    'another device',
    { ...same, basis: { ...basis, deviceId: 'L4' } },
    'it would run on ml.g5.xlarge (L4) instead of ml.g5.xlarge (A10G)',
  ],
  [
    'another instance type of the same device',
    { ...same, basis: { ...basis, instanceType: 'ml.g5.2xlarge' } },
    'it would run on ml.g5.2xlarge (A10G) instead of ml.g5.xlarge (A10G)',
  ],
  [
    'a forecast above the maximum',
    { ...same, estimatedAmountMicros: 1_200_001 },
    'its forecast has risen to $1.200001, above the maximum of $1.200000 that was shown',
  ],
  [
    'everything at once',
    { estimatedAmountMicros: 2e6, basis: { ...basis, inputCount: 1e6, deviceId: 'L4' } },
    'its inputs have become more: 1,000,000 now, 12,000 when it was estimated; it would run on ml.g5.xlarge (L4) instead of ml.g5.xlarge (A10G); ' +
      'its forecast has risen to $2.00, above the maximum of $1.20 that was shown',
  ],
])('%s is refused, with both values and what to do', (_, now, difference) => {
  expect(() => assertStillPromised(shown, now)).toThrow(
    expect.objectContaining({
      code: 'estimate-outdated',
      fault: 'user',
      message: `Since this was asked for, ${difference}. ${advice}`,
    }),
  );
});
