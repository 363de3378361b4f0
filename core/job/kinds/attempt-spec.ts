import type { Settings } from '../../ports/host.ts';
import type { Channel, TrainingJobSpec } from '../../ports/jobs.ts';
import { trainingJobName } from '../../records/job-names.ts';
import type { Scope } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Purchase } from '../../training/schedule/decision.ts';
import { usesSpot } from '../request/purchase.ts';
import { spotWaitSeconds } from '../workflow/limits.ts';

/** What one attempt of a job of any kind asks for, whatever it reads and writes. */
type AttemptSpec = Pick<
  TrainingJobSpec,
  | 'trainingJobName'
  | 'instanceType'
  | 'instanceCount'
  | 'maxRuntimeSeconds'
  | 'isSpot'
  | 'maxWaitSeconds'
>;

/**
 * The first attempts run on spot where the account allows it and the job was not bought on demand,
 * the last ones on demand. Both run
 * under the reservation's time, so neither can cost more than was agreed.
 */
export function attemptSpec(
  job: {
    readonly id: string;
    readonly instanceType: string;
    readonly maxRuntimeSeconds: number;
    readonly purchase?: Purchase | undefined;
  },
  attempt: number,
  settings: Settings,
): AttemptSpec {
  const { id, instanceType, maxRuntimeSeconds, purchase } = job;
  const isSpot = usesSpot(settings, purchase) && attempt <= 2;
  return {
    trainingJobName: trainingJobName(id, attempt, settings.namePrefix),
    instanceType,
    instanceCount: 1,
    maxRuntimeSeconds,
    isSpot,
    ...(isSpot ? { maxWaitSeconds: spotWaitSeconds(maxRuntimeSeconds, isSpot) } : {}),
  };
}

/** The images that a job's rows name, and no others. */
export function objectsChannel(
  scope: Scope,
  manifestKey: string,
  inputMode: Channel['inputMode'],
): Channel {
  const prefix = objectKeys.inputsPrefix(scope);
  return { name: 'objects', prefix, manifestKey, ...(inputMode ? { inputMode } : {}) };
}
