import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackgroundCalibration } from '../../../local/machine/background-calibration.ts';
import type { MachineFile } from '../../../local/machine/machine-file.ts';
import { machineFileOf } from '../../../local/machine/machine-file.ts';
import type { Measured } from '../../../local/machine/measured.ts';
import { identity, measured } from './measured.ts';

const at = '2026-01-01T00:00:00.000Z';

/** A calibration program that ends when the test says so. */
class Program {
  readonly started: { resolve(value: Measured): void; reject(error: Error): void }[] = [];
  ended = 0;

  readonly start = () => {
    const { promise, resolve, reject } = Promise.withResolvers<Measured>();
    this.started.push({ resolve, reject });
    const end = () => {
      this.ended += 1;
      reject(new Error('SIGKILL'));
    };
    return { measured: promise, end };
  };
}

describe('a host calibrates its machine', () => {
  let folder: string;
  let file: MachineFile;
  let program: Program;
  let isBusy: boolean;
  let said: string[];
  let calibration: BackgroundCalibration;

  beforeEach(() => {
    jest.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), 'calibration-'));
    [file, program, isBusy, said] = [machineFileOf(folder, identity), new Program(), false, []];
    calibration = new BackgroundCalibration({
      ...{ root: 'none', python: 'none', device: 'cpu', folder, file, start: program.start },
      isBusy: () => isBusy,
      now: () => at,
      say: (line) => void said.push(line),
    });
  });
  afterEach(() => {
    calibration.close();
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });
  const aMoment = () => jest.advanceTimersByTimeAsync(1_000);

  test('at its first start, and says what it found', async () => {
    calibration.start();
    expect(file.device.source).toBe('prior');
    program.started[0]?.resolve(measured);
    await calibration.done;

    expect(file.device.source).toBe('calibration');
    expect(said).toEqual([
      'this machine is not calibrated yet: forecasts are rough until then',
      `this machine is calibrated: 2 cores of AMD EPYC, 180 GFLOP/s, 1 network timed in 9 s at ${at}`,
    ]);
  });

  test('no second time', async () => {
    file.write(measured, at);

    calibration.start();
    await calibration.done;

    expect(program.started).toHaveLength(0);
    expect(said).toHaveLength(1);
  });

  test('behind a training: it waits for its end', async () => {
    isBusy = true;
    calibration.start();
    await aMoment();
    expect(program.started).toHaveLength(0);

    isBusy = false;
    await aMoment();

    expect(program.started).toHaveLength(1);
  });

  test('a training that begins meanwhile is not disturbed: it is done again afterwards', async () => {
    calibration.start();
    isBusy = true;
    await aMoment();
    expect([program.started.length, program.ended]).toEqual([1, 1]);

    isBusy = false;
    await aMoment();
    program.started[1]?.resolve(measured);
    await calibration.done;

    expect(file.device.source).toBe('calibration');
    expect(said).toHaveLength(2);
  });

  test('one that fails is tried once more, then the reason is told', async () => {
    calibration.start();
    program.started[0]?.reject(new Error('no torch'));
    await aMoment();
    program.started[1]?.reject(new Error('no torch'));
    await calibration.done;

    expect(file.device.source).toBe('prior');
    expect(said.at(-1)).toBe(
      'this machine could not be calibrated, forecasts stay rough: no torch',
    );
  });

  test('one that cannot be kept is a failure, and the host goes on', async () => {
    writeFileSync(join(folder, 'machines'), 'a file where the folder should be');
    calibration.start();
    program.started[0]?.resolve(measured);
    await aMoment();
    program.started[1]?.resolve(measured);
    await calibration.done;

    expect(file.device.source).toBe('prior');
    expect(said.at(-1)).toMatch(/^this machine could not be calibrated, .*(EEXIST|ENOTDIR)/);
  });

  test('a host that closes ends it, and leaves nothing half known', async () => {
    calibration.start();
    calibration.close();
    await calibration.done;
    await aMoment();

    expect([program.started.length, program.ended, file.read()]).toEqual([1, 1, undefined]);
  });
});
