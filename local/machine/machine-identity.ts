import { availableParallelism, cpus, totalmem } from 'node:os';
import { z } from 'zod';
import { deviceNames } from '../python/device.ts';
import type { Device as TrainingDevice } from '../python/device.ts';
import { torchVersion } from '../python/torch-version.ts';

export const identitySchema = z.object({
  /**
   * What has been learnt here is told apart by it: `cpu-amd-epyc-2`. Another PyTorch or more memory
   * is the same machine, which is calibrated again.
   */
  id: z.string(),
  /** For a person: `2 cores of AMD EPYC`. */
  name: z.string(),
  device: z.enum(deviceNames),
  processor: z.string(),
  cores: z.number(),
  memoryGiB: z.number(),
  /** The GPU's name; absent: trainings run on the processor. */
  gpu: z.string().optional(),
  /** Absent where its build does not say. */
  torch: z.string().optional(),
  /** `OMP_NUM_THREADS`, which trainings are given too; absent: as many as they choose. */
  threads: z.string().optional(),
});

/** What a calibration is of: of another processor, GPU or PyTorch it says nothing. */
export type MachineIdentity = Readonly<z.infer<typeof identitySchema>>;

/**
 * This machine, without asking PyTorch, which takes seconds to start.
 * @param device what trainings run on
 * @param python of the trainer's environment
 */
export function machineIdentity(device: TrainingDevice, python: string): MachineIdentity {
  const processor = (cpus()[0]?.model ?? process.arch).replace(/\s+/g, ' ').trim();
  const cores = availableParallelism();
  const torch = torchVersion(python);
  const threads = process.env['OMP_NUM_THREADS'];
  const gpu = device.device === 'cpu' ? undefined : device.name;
  return {
    id: gpu === undefined ? `cpu-${slug(processor)}-${cores}` : `gpu-${slug(gpu)}`,
    name: gpu ?? `${cores === 1 ? '1 core' : `${cores} cores`} of ${processor}`,
    ...{ device: device.device, processor, cores },
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    ...(gpu === undefined ? {} : { gpu }),
    ...(torch === undefined ? {} : { torch }),
    ...(threads === undefined ? {} : { threads }),
  };
}

/** What is another than when a machine was calibrated, in words; empty where nothing is. */
export function whatChanged(then: MachineIdentity, now: MachineIdentity): string[] {
  const fields = ['processor', 'cores', 'memoryGiB', 'gpu', 'torch', 'threads', 'device'] as const;
  return fields
    .filter((field) => then[field] !== now[field])
    .map((field) => `${field}: ${then[field] ?? 'none'} then, ${now[field] ?? 'none'} now`);
}

function slug(name: string): string {
  const words = name.toLowerCase().replace(/\((r|tm)\)/g, '');
  return (
    words
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'unknown'
  );
}
