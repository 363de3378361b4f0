import { withRetry } from '../../records/records.ts';
import type { ModelVersion, StopReason, StoppingVersion } from '../../model/model-version.ts';
import { isOpen } from '../../model/model-version.ts';
import type { VersionRef } from '../../model/version-store.ts';
import { getVersion, versionWrite } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Write } from '../../ports/table.ts';

/** Why a job is stopped that nobody asked to stop. */
export interface Because {
  readonly reason: StopReason;
  /** Stored together with the wish, or not at all. */
  readonly also: readonly Write[];
}

/**
 * Asks a training to stop: the wish is stored first, then the job is told. Whatever happens in
 * between, every later step of the workflow and the reconciler read the wish. Stopping a version
 * that is not open changes nothing.
 * @param because absent: somebody asked for it
 * @returns the version as it is then: `stopping`, or the status it had
 * @throws DeeptuneError model-does-not-exist
 */
export async function stopTraining(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table' | 'jobs' | 'now'>,
  because?: Because,
): Promise<ModelVersion> {
  const version = await withRetry(() => markStopping(ref, deps, because));
  if (version.status === 'stopping' && version.trainingJobName !== undefined) {
    await deps.jobs.stop(version.trainingJobName);
  }
  return version;
}

async function markStopping(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table' | 'now'>,
  because?: Because,
): Promise<ModelVersion> {
  const { value, rev } = await getVersion(deps.table, ref);
  if (!isOpen(value) || value.status === 'stopping') return value;
  const { trainingJobName, ...rest } = { trainingJobName: undefined, ...value };
  const stopping: StoppingVersion = {
    ...rest,
    status: 'stopping',
    modifiedAt: deps.now(),
    ...(trainingJobName === undefined ? {} : { trainingJobName }),
    ...(because ? { stopReason: because.reason } : {}),
  };
  await deps.table.write([versionWrite(stopping, rev), ...(because?.also ?? [])]);
  return stopping;
}
