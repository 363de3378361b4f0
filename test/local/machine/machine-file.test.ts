import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calibrationsIn, machineFileOf } from '../../../local/machine/machine-file.ts';
import type { MachineIdentity } from '../../../local/machine/machine-identity.ts';
import { machineIdentity, whatChanged } from '../../../local/machine/machine-identity.ts';
import { onMachine } from '../../../local/machine/on-machine.ts';
import { readSettings } from '../../../local/settings.ts';
import { identity, measured } from './measured.ts';

const at = '2026-01-01T00:00:00.000Z';

describe('what is known of a machine', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'machine-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is a prior until it is calibrated, under the id that it keeps', () => {
    const file = machineFileOf(folder, identity);
    const before = file.device;

    file.write(measured, at);

    expect(before).toMatchObject({ id: identity.id, source: 'prior', cores: 2, timedNetworks: {} });
    expect(before.name).toContain('not calibrated yet');
    expect(file.device).toEqual({
      ...measured.device,
      ...{ id: identity.id, name: identity.name, cores: 2, source: 'calibration' },
    });
  });

  test('what another process wrote is seen at once, by settings that are in use too', () => {
    const settings = onMachine(readSettings({}).settings, machineFileOf(folder, identity));
    expect(settings.device?.source).toBe('prior');

    machineFileOf(folder, identity).write(measured, at);

    expect(settings.device?.source).toBe('calibration');
  });

  test('a folder in the place of its file is no calibration, and harms no estimate', () => {
    const file = machineFileOf(folder, identity);
    mkdirSync(file.path, { recursive: true });

    expect(file.device.source).toBe('prior');
    expect(calibrationsIn(folder)).toEqual([]);
  });

  const others: [string, Partial<MachineIdentity>, string][] = [
    ['another PyTorch', { torch: '2.14.0' }, 'torch: 2.13.0 then, 2.14.0 now'],
    ['more memory', { memoryGiB: 32 }, 'memoryGiB: 24 then, 32 now'],
    ['a GPU', { gpu: 'NVIDIA A10G' }, 'gpu: none then, NVIDIA A10G now'],
  ];
  test.each(others)('with %s it is to be calibrated again', (_, change, said) => {
    machineFileOf(folder, identity).write(measured, at);

    const file = machineFileOf(folder, { ...identity, ...change });

    expect([file.read(), file.device.source]).toEqual([undefined, 'prior']);
    expect(file.changes()).toEqual([said]);
  });

  test.each(['', '{"schemaVersion":1}', '[]', '{"schemaVersion":2}', 'null'])(
    'a file that holds %j counts as none',
    (content) => {
      const file = machineFileOf(folder, identity);
      file.write(measured, at);
      writeFileSync(file.path, content);

      expect([file.read(), file.device.source, file.changes()]).toEqual([undefined, 'prior', []]);
    },
  );

  test('each machine that works on the folder has a file of its own', () => {
    const [one, other] = [
      machineFileOf(folder, identity),
      machineFileOf(folder, { ...identity, id: 'cpu-other-8', cores: 8 }),
    ];
    one.write(measured, at);

    expect(existsSync(other.path)).toBe(false);
    expect(other.device.source).toBe('prior');
    expect(JSON.parse(readFileSync(one.path, 'utf8'))).toMatchObject({ measuredAt: at });
  });
});

describe('which machine this is', () => {
  test('says its processor, or its GPU, without asking PyTorch', () => {
    const cpu = machineIdentity({ device: 'cpu', name: 'CPU' }, 'none/bin/python');
    const gpu = machineIdentity({ device: 'cuda', name: 'NVIDIA A10G' }, 'none/bin/python');

    expect(cpu.id).toMatch(/^cpu-[a-z0-9-]+-\d+$/);
    expect(cpu).not.toHaveProperty('gpu');
    expect(gpu).toMatchObject({ id: 'gpu-nvidia-a10g', name: 'NVIDIA A10G', gpu: 'NVIDIA A10G' });
    expect(whatChanged(cpu, cpu)).toEqual([]);
  });

  test('a GPU that is not calibrated goes by its data sheet, and is no instance of AWS', () => {
    const folder = mkdtempSync(join(tmpdir(), 'machine-'));
    const l4 = { ...identity, device: 'cuda' as const, gpu: 'NVIDIA L4', name: 'NVIDIA L4' };

    const { device } = machineFileOf(folder, l4);

    expect(device).toMatchObject({ kind: 'gpu', source: 'prior', startSeconds: 6 });
    // Of the 121 TFLOP/s on its sheet it reaches less than an A10G of its 70.
    expect(device.operationsPerSecond.bf16).toBeGreaterThan(0.45 * 70e12);
    expect(device.operationsPerSecond.bf16).toBeLessThan(0.75 * 70e12);
    rmSync(folder, { recursive: true });
  });
});
