import { withRetry } from '../../records/records.ts';
import type { ModelVersion, StoppingVersion } from '../../model/model-version.ts';
import { isOpen } from '../../model/model-version.ts';
import type { VersionRef } from '../../model/version-store.ts';
import { getVersion, versionWrite } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';

/**
 * Asks a training to stop: the wish is stored first, then the job is told. Whatever happens in
 * between, every later step of the workflow and the reconciler read the wish. Stopping a version
 * that is not open changes nothing.
 * @returns the version as it is then: `stopping`, or the status it had
 * @throws DeeptuneError model-does-not-exist
 */
export async function stopTraining(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table' | 'jobs' | 'now'>,
): Promise<ModelVersion> {
  const version = await withRetry(() => markStopping(ref, deps));
  if (version.status === 'stopping' && version.trainingJobName !== undefined) {
    await deps.jobs.stop(version.trainingJobName);
  }
  return version;
}

async function markStopping(
  ref: VersionRef,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<ModelVersion> {
  const { value, rev } = await getVersion(deps.table, ref);
  if (!isOpen(value) || value.status === 'stopping') return value;
  const { trainingJobName, ...rest } = { trainingJobName: undefined, ...value };
  const stopping: StoppingVersion = {
    ...rest,
    status: 'stopping',
    modifiedAt: deps.now(),
    ...(trainingJobName === undefined ? {} : { trainingJobName }),
  };
  await deps.table.write([versionWrite(stopping, rev)]);
  return stopping;
}
