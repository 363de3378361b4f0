import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCalibration } from '../../../local/machine/calibration-process.ts';
import { calibrationTable } from '../../../local/machine/machine-words.ts';
import { deviceFrom } from '../../../local/machine/measured.ts';
import { ensurePython } from '../../../local/python/python-environment.ts';
import { identity } from './measured.ts';

jest.setTimeout(120_000);

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'calibrating-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the program measures what forecasts need of a machine', async () => {
  const { python } = await ensurePython(root, () => undefined);
  const order = { root, python, folder, device: 'cpu', isInBackground: true };

  const measured = await startCalibration({ ...order, only: ['resnet-small'] }).measured;

  const device = deviceFrom(measured, identity);
  const [small, large] = device.timedNetworks['resnet-small'] ?? [];
  expect(Object.keys(device.timedNetworks)).toEqual(['resnet-small']);
  expect(small!.trainSecondsPerPass).toBeGreaterThan(small!.forwardSecondsPerPass);
  expect(large!.trainSecondsPerPass).toBeGreaterThan(small!.trainSecondsPerPass);
  expect(device.startSeconds).toBeGreaterThan(0.5);
  // Operators take microseconds, pictures fractions of a millisecond.
  expect(device.secondsPerLayer).toBeLessThan(1e-3);
  expect(device.secondsPerRead).toBeLessThan(0.1);
  expect(calibrationTable({ schemaVersion: 1, measuredAt: '', identity, measured })).toMatch(
    /^resnet-small +8 +1024 +[\d.]+ +[\d.]+$/m,
  );
});

test('one that is ended, or cannot start, says so', async () => {
  const { python } = await ensurePython(root, () => undefined);
  const order = { root, folder, device: 'cpu', isInBackground: true };

  const running = startCalibration({ ...order, python });
  running.end();

  await expect(running.measured).rejects.toThrow('ended with SIGKILL');
  await expect(startCalibration({ ...order, python: 'no-such' }).measured).rejects.toThrow(
    /ENOENT/,
  );
});
