import type { Client } from '../../client/client.ts';
import type { DatasetVersion } from '../../core/api/wire/messages.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';
import { datasetVersionReady } from './find-dataset.ts';

/** What a new version is called, and how to wait for it. */
export interface FreezeOptions {
  readonly id?: string;
  readonly description?: string;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Clarifai's codes of a version that is still being made. */
const underWay = [64005, 64010];
const maxPause = 5000;

/**
 * Makes a version of a dataset as it is, and waits until it can be trained on.
 * @throws ApiError where it is refused; CommandFailure (1) where freezing it fails
 */
export async function freezeDataset(
  client: Client,
  datasetId: string,
  { id, description, wait }: FreezeOptions,
): Promise<DatasetVersion> {
  const asked = {
    ...(id === undefined ? {} : { id }),
    ...(description === undefined ? {} : { description }),
  };
  const { dataset_versions: made } = await client.call(
    'PostDatasetVersions',
    { dataset_id: datasetId },
    { dataset_versions: [asked] },
  );
  let version = made[0];
  for (let pause = 200; version && underWay.includes(version.status.code); pause *= 1.5) {
    await wait(Math.min(pause, maxPause));
    const at = { dataset_id: datasetId, dataset_version_id: version.id };
    version = (await client.call('GetDatasetVersion', at)).dataset_version;
  }
  if (version?.status.code === datasetVersionReady) return version;
  const status = version?.status;
  throw new CommandFailure(
    `Dataset '${datasetId}' could not be frozen: ${status?.details ?? status?.description ?? 'no version was answered'}`,
    { exitStatus: exitStatus.refused, code: 'freeze-failed' },
  );
}
