import type { Scope } from './keys.ts';

/**
 * Name of a schedule in EventBridge, which allows 64 characters of a small alphabet while ids are
 * longer and freer: hence a digest.
 * @param sha256 hexadecimal digest function
 */
export function scheduleName(
  scope: Scope,
  scheduleId: string,
  sha256: (text: string) => string,
): string {
  return `ft-${sha256(JSON.stringify([scope.userId, scope.appId, scheduleId])).slice(0, 40)}`;
}

const jobNamePattern = /^(?:[a-z0-9-]+-)?ft-([0-9a-f]{32})-a([1-9][0-9]?)$/;

/**
 * `ft-<jobId>-a<attempt>`, 38 to 39 characters: SageMaker allows 63.
 * @param jobId of a training its version's id
 * @param prefix `namePrefix` of the settings
 */
export function trainingJobName(jobId: string, attempt: number, prefix = 'ft-'): string {
  return `${prefix}${jobId}-a${attempt}`;
}

/** The reverse of `trainingJobName`; undefined for a name that is not ours. */
export function parseTrainingJobName(name: string): { jobId: string; attempt: number } | undefined {
  const match = jobNamePattern.exec(name);
  return match?.[1] && match[2] ? { jobId: match[1], attempt: Number(match[2]) } : undefined;
}
