import { findInstanceType } from '../../../core/catalog/instance-types.ts';
import type { InstanceType } from '../../../core/catalog/instance-types.ts';
import { inputModeFor, transferOf } from '../../../core/estimate/data-transfer.ts';

const xlarge = findInstanceType('ml.g5.xlarge') as InstanceType;
const gib = 2 ** 30;

test('a few thousand small images cost seconds', () => {
  const transfer = transferOf({ objectBytes: 0.1 * gib, objectCount: 1500 }, xlarge);

  // 0.1 GiB at 0.2 GiB/s, and 500 objects a second.
  expect(transfer).toMatchObject({ mode: 'File', minSecondsPerInput: 0 });
  expect(transfer.seconds).toBeCloseTo(0.5 + 3, 9);
  expect(transfer.explanation).toBe('Inputs: 4 s of B bring 0.10 GiB in 1500 objects to the disk');
});

test('70 GiB in 700,000 images take half an hour, and still lie on the disk', () => {
  const transfer = transferOf({ objectBytes: 70 * gib, objectCount: 700_000 }, xlarge);

  expect(transfer.mode).toBe('File');
  expect(transfer.seconds).toBeCloseTo(350 + 1400, 9);
});

test.each([
  [116, 'ml.g5.xlarge', 'File'],
  [117, 'ml.g5.xlarge', 'FastFile'],
  [117, 'ml.g5.2xlarge', 'File'],
])('%d GiB on %s come by %s: more than half of the disk is too much', (size, name, mode) => {
  const instance = findInstanceType(name) as InstanceType;

  expect(inputModeFor({ objectBytes: size * gib }, instance)).toBe(mode);
});

test('FastFile reads each input from S3 in each epoch, and once before to check it', () => {
  const transfer = transferOf({ objectBytes: 200 * gib, objectCount: 400_000 }, xlarge);

  expect(transfer.mode).toBe('FastFile');
  expect(transfer.seconds).toBeCloseTo(3000, 9);
  expect(transfer.minSecondsPerInput).toBeCloseTo(0.0075, 12);
  expect(transfer.explanation).toContain('200.00 GiB in 400000 objects are more than half');
});
