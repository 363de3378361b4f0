import type { Scope } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Objects } from '../../ports/objects.ts';

/** One line of `progress.jsonl`. Lines of earlier releases have fewer fields. */
export interface ProgressPoint {
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch?: number;
  readonly loss?: number;
  /** The greatest of the optimizer's groups. */
  readonly learningRate?: number;
  /** Metric on the validation part, where it was measured at this point. */
  readonly metric?: number;
  /** What `metric` is: `accuracy`, `map50` … */
  readonly metricName?: string;
  /** Whether the epoch that ends here is the best so far. */
  readonly best?: boolean;
  /** Training seconds so far, over all attempts. */
  readonly seconds: number;
  readonly secondsLeft?: number;
  /** Wall seconds since the attempt began that wrote it. */
  readonly elapsed?: number;
  /** Of the trainer's process, without the workers that read inputs. */
  readonly memoryMiB?: number;
  /** What the trainer holds of the GPU, and how busy it is, per cent. */
  readonly gpuMemoryMiB?: number;
  readonly gpuUtilization?: number;
  readonly stage: string;
}

/**
 * The loss curve so far, oldest first. A line that is not whole yet (the trainer is writing it) is
 * left out.
 */
export async function readProgress(
  objects: Objects,
  scope: Scope,
  versionId: string,
): Promise<ProgressPoint[]> {
  return progressIn(objects, objectKeys.checkpointPrefix(scope, versionId));
}

/** The same of any job. @param checkpointPrefix see `jobKeys` */
export async function progressIn(
  objects: Objects,
  checkpointPrefix: string,
): Promise<ProgressPoint[]> {
  const bytes = await objects.get(`${checkpointPrefix}progress.jsonl`);
  const lines = bytes ? new TextDecoder().decode(bytes).split('\n').slice(0, -1) : [];
  return lines.flatMap((line) => {
    try {
      // Lines in which an earlier release measured and saved answers had no seconds.
      return [Object.assign({ seconds: 0 }, JSON.parse(line)) as ProgressPoint];
    } catch {
      return [];
    }
  });
}
