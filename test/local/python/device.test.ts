import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDevice, onDevice } from '../../../local/python/device.ts';
import { readSettings } from '../../../local/settings.ts';

const { settings } = readSettings({});
const gpu = { device: 'cuda', name: 'NVIDIA A10G', memoryBytes: 24_146_608_128 } as const;

describe('the device of the laptop host', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'deeptune-device-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /**
   * A virtual environment with this build of PyTorch, whose Python answers with `device` and fails
   * where that is undefined.
   */
  const python = (cuda: string, device?: object) => {
    const torch = join(folder, 'lib', 'python3.11', 'site-packages', 'torch');
    mkdirSync(torch, { recursive: true });
    writeFileSync(
      join(torch, 'version.py'),
      `cuda: Optional[str] = ${cuda}\nhip: Optional[str] = None\n`,
    );
    const path = join(folder, 'bin', 'python');
    mkdirSync(join(folder, 'bin'));
    const answer = device ? `echo '${JSON.stringify(device)}'` : 'exit 3';
    writeFileSync(path, `#!/bin/sh\n${answer}\n`);
    chmodSync(path, 0o755);
    return path;
  };

  test('is what PyTorch says, where its build may have a GPU', async () => {
    expect(await findDevice(python("'13.0'", gpu), 'device.py', undefined)).toEqual(gpu);
  });

  test.each([
    ['a build without CUDA', 'None', undefined],
    ['the CPU where that was asked for', "'13.0'", 'cpu' as const],
  ])('is the CPU, and PyTorch is not started: %s', async (_, cuda, asked) => {
    const found = await findDevice(python(cuda), 'device.py', asked);

    expect(found).toEqual({ device: 'cpu', name: 'CPU' });
  });

  test('one that was asked for and is not there is an error', async () => {
    await expect(findDevice(python("'13.0'"), 'device.py', 'cuda')).rejects.toThrow(
      "DEEPTUNE_DEVICE is 'cuda' but PyTorch finds no such device on this machine",
    );
  });
});

test('a GPU of the laptop is what trainings must fit into', () => {
  expect(onDevice(settings, gpu)).toMatchObject({
    accelerator: 'gpu',
    instanceType: 'local.cuda',
    capacity: { gpuName: 'NVIDIA A10G', gpuMemoryMiB: 23_028 },
  });
});

test.each(['cpu', 'mps'] as const)('on %s the machine decides by itself', (device) => {
  const on = onDevice(settings, { device, name: device });

  expect(on).toMatchObject({ accelerator: 'cpu', instanceType: `local.${device}` });
  expect(on.capacity).toBeUndefined();
});
