import { findInstanceType } from '../../../catalog/instance-types.ts';
import { cpuPriorDevice } from '../../../estimate/device/cpu-prior.ts';
import type { Device } from '../../../estimate/device/device.ts';
import { deviceOf } from '../../../estimate/device/spec-sheet.ts';
import type { Settings } from '../../../ports/host.ts';
import { allowedInstanceTypes } from '../instance.ts';

type Uses = Pick<Settings, 'device' | 'instanceType' | 'allowedInstanceTypes'>;

/**
 * What a job on this instance type computes on: the machine as it was calibrated, or the GPU of an
 * instance by its data sheet; a common processor where nothing is known.
 */
export function deviceFor(instanceType: string, { device }: Pick<Settings, 'device'>): Device {
  if (device) return device;
  const instance = findInstanceType(instanceType);
  return instance ? deviceOf(instance.gpuName) : cpuPriorDevice();
}

/** Every device that finished jobs may have run on: what is learnt of one helps the others. */
export function devicesOf(settings: Uses): readonly Device[] {
  const all = allowedInstanceTypes(settings).map((name) => deviceFor(name, settings));
  const own = [...all, ...(settings.device ? [cpuPriorDevice()] : [])];
  return [...new Map(own.map((device) => [device.id, device])).values()];
}
