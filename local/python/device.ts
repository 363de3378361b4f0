import { execFile } from 'node:child_process';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Settings } from '../../core/ports/host.ts';
import { childEnvironment } from './child-environment.ts';
import { torchVersionText } from './torch-version.ts';

/** Names of PyTorch. */
export const deviceNames = ['cuda', 'mps', 'cpu'] as const;
export type DeviceName = (typeof deviceNames)[number];

/** What trainings and predictions of the laptop host run on. */
export interface Device {
  readonly device: DeviceName;
  /** As its maker calls it: `NVIDIA A10G`. */
  readonly name: string;
  /** Memory of the GPU; absent: the machine's own is used. */
  readonly memoryBytes?: number | null;
}

const cpu: Device = { device: 'cpu', name: 'CPU' };

/**
 * The device that was asked for, else the best there is. PyTorch is asked only where its build
 * could have one: starting it takes seconds.
 * @param python of the trainer's environment
 * @param script `container/device.py`
 * @throws Error where the device that was asked for is not there
 */
export async function findDevice(
  python: string,
  script: string,
  asked: DeviceName | undefined,
): Promise<Device> {
  if (asked === 'cpu' || (asked === undefined && !mayHaveGpu(python))) return cpu;
  const environment = asked === undefined ? {} : { DEEPTUNE_DEVICE: asked };
  const env = childEnvironment(environment);
  try {
    const { stdout } = await promisify(execFile)(python, [script], { env });
    return JSON.parse(stdout) as Device;
  } catch (cause) {
    if (asked === undefined) throw cause;
    throw new Error(
      `DEEPTUNE_DEVICE is '${asked}' but PyTorch finds no such device on this machine; leave it away for the best one, or set 'cpu'`,
      { cause },
    );
  }
}

/**
 * The settings of a host whose trainings run on `device`: what fits is what its GPU and this
 * machine hold.
 */
export function onDevice(settings: Settings, { device, name, memoryBytes }: Device): Settings {
  const instanceType = `local.${device}`;
  if (device !== 'cuda' || !memoryBytes) return { ...settings, accelerator: 'cpu', instanceType };
  const capacity = {
    name: instanceType,
    gpuName: name,
    gpuMemoryMiB: Math.floor(memoryBytes / 2 ** 20),
    hostMemoryGiB: totalmem() / 2 ** 30,
    // The data folder may lie anywhere: a full disk is noticed when it is.
    diskGiB: Infinity,
  };
  return { ...settings, accelerator: 'gpu', instanceType, capacity };
}

/** A build of PyTorch without CUDA on anything but a Mac has the CPU and nothing else. */
function mayHaveGpu(python: string): boolean {
  if (process.platform === 'darwin') return true;
  const text = torchVersionText(python);
  if (text === undefined) return true;
  return !['cuda', 'hip'].every((name) => new RegExp(`^${name}.*= None$`, 'm').test(text));
}
