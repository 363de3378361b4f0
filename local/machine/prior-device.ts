import { cpuPriorDevice } from '../../core/estimate/device/cpu-prior.ts';
import { deviceOf } from '../../core/estimate/device/spec-sheet.ts';
import type { Device } from '../../core/ports/device.ts';
import type { MachineIdentity } from './machine-identity.ts';

const sheetGpus = ['A10G', 'L40S', 'L4', 'A100', 'H100'] as const;

/**
 * What is known of a machine before its calibration: of a processor what two cores of a server do,
 * of a GPU its data sheet, or an A10G's where it has none here. Its id is that of the calibrated
 * one.
 */
export function priorDevice({ id, name, gpu, device, cores }: MachineIdentity): Device {
  const shown = { id, name: `${name} (not calibrated yet)`, source: 'prior' as const, cores };
  const cpu = cpuPriorDevice(id);
  if (device !== 'cuda') return { ...cpu, ...shown };
  const sheet = deviceOf(sheetGpus.find((each) => gpu?.includes(each)) ?? 'A10G');
  // Nothing is pulled or brought from afar here.
  const { startSeconds, diskBytesPerSecond } = cpu;
  return { ...sheet, ...shown, startSeconds, diskBytesPerSecond };
}
