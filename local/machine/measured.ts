import { z } from 'zod';
import type { Device } from '../../core/ports/device.ts';
import type { MachineIdentity } from './machine-identity.ts';

const rate = z.number().positive();
const timedNetwork = z.object({
  batchSize: rate,
  sampleSize: rate,
  forwardSecondsPerPass: rate,
  trainSecondsPerPass: rate,
});

/** One line of `container/calibrate_machine.py`. */
export const measuredSchema = z.object({
  schemaVersion: z.literal(1),
  device: z.object({
    kind: z.enum(['cpu', 'gpu']),
    operationsPerSecond: z.object({ fp32: rate, bf16: rate.optional() }),
    bytesPerSecond: rate,
    diskBytesPerSecond: rate,
    secondsPerLayer: rate,
    secondsPerRead: rate,
    decodedPixelsPerSecond: rate,
    tokenizedCharactersPerSecond: rate,
    startSeconds: rate,
    timedNetworks: z.record(z.string(), z.array(timedNetwork)),
  }),
  convolutionOperationsPerSecond: rate,
  /** Networks that were not timed, and why. */
  skipped: z.record(z.string(), z.string()),
  threads: rate,
  torch: z.string(),
  /** How long it took. */
  seconds: rate,
  /** Share of the machine that others used meanwhile; null where the system does not say. */
  busy: z.number().min(0).max(1).nullable(),
});

export type Measured = z.infer<typeof measuredSchema>;

/** @throws TypeError that says what is wrong with it */
export function readMeasured(value: unknown): Measured {
  const read = measuredSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TypeError(`a calibration's ${issue?.path.join('.') || 'line'}: ${issue?.message}`);
}

/** The machine as forecasts see it. */
export function deviceFrom({ device }: Measured, { id, name, cores }: MachineIdentity): Device {
  const { fp32, bf16 } = device.operationsPerSecond;
  const operationsPerSecond = bf16 === undefined ? { fp32 } : { fp32, bf16 };
  return { ...device, operationsPerSecond, id, name, cores, source: 'calibration' };
}
