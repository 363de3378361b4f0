import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { Dataset, DatasetVersion } from '../../core/api/wire/messages.ts';
import { everyPage } from '../every-page.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';

/** Clarifai's status of a dataset version that can be trained on. */
export const datasetVersionReady = 64015;

/** The dataset, or a failure that says which there are. @throws CommandFailure (3), ApiError */
export async function findDataset(client: Client, datasetId: string): Promise<Dataset> {
  try {
    return (await client.call('GetDataset', { dataset_id: datasetId })).dataset;
  } catch (error) {
    if (!(error instanceof ApiError) || error.httpStatus !== 404) throw error;
    const { datasets } = await client.call('ListDatasets', { per_page: 9 });
    const ids = datasets.map(({ id }) => id).slice(0, 8);
    const known = ids.length === 0 ? 'there is none yet' : `there are: ${ids.join(', ')}`;
    const more = datasets.length > ids.length ? ', …' : '';
    throw notFoundFailure(
      `Dataset '${datasetId}' does not exist; ${known}${more}`,
      commandLine('datasets'),
    );
  }
}

/**
 * A version of a dataset by its id, or by the beginning or end of it that no other has (four
 * characters at least).
 * @throws CommandFailure: no such version (3), several (2); ApiError
 */
export async function findDatasetVersion(
  client: Client,
  datasetId: string,
  asked: string,
): Promise<DatasetVersion> {
  try {
    const at = { dataset_id: datasetId, dataset_version_id: asked };
    return (await client.call('GetDatasetVersion', at)).dataset_version;
  } catch (error) {
    if (!(error instanceof ApiError) || ![400, 404].includes(error.httpStatus)) throw error;
  }
  await findDataset(client, datasetId);
  const found: DatasetVersion[] = [];
  if (asked.length >= 4)
    for await (const version of datasetVersions(client, datasetId))
      if (version.id.startsWith(asked) || version.id.endsWith(asked)) found.push(version);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const next = commandLine('datasets', 'show', datasetId);
  if (only === undefined)
    throw notFoundFailure(`Dataset '${datasetId}' has no version '${asked}'`, next);
  const ids = found.slice(0, 5).map(({ id }) => id);
  throw usageFailure(
    `'${asked}' stands for ${found.length} versions (${ids.join(', ')}): name one`,
    next,
  );
}

/** The newest version; undefined where the dataset has none. @throws CommandFailure (3) */
export async function newestDatasetVersion(
  client: Client,
  datasetId: string,
): Promise<DatasetVersion | undefined> {
  for await (const version of datasetVersions(client, datasetId)) return version;
  await findDataset(client, datasetId);
  return undefined;
}

/**
 * The version that was asked for, else the newest.
 * @throws CommandFailure (3), where the dataset has none also
 */
export async function datasetVersionOrNewest(
  client: Client,
  datasetId: string,
  asked: string | undefined,
): Promise<DatasetVersion> {
  if (asked !== undefined) return findDatasetVersion(client, datasetId, asked);
  const newest = await newestDatasetVersion(client, datasetId);
  if (newest) return newest;
  throw notFoundFailure(
    `Dataset '${datasetId}' has no version yet: freeze one`,
    commandLine('datasets', 'freeze', datasetId),
  );
}

/** A dataset's versions, the newest first. @throws ApiError where the dataset does not exist */
export function datasetVersions(client: Client, datasetId: string): AsyncGenerator<DatasetVersion> {
  return everyPage(
    async (page) =>
      (await client.call('ListDatasetVersions', { dataset_id: datasetId, ...page }))
        .dataset_versions,
    100,
  );
}

/** Inputs of a version. */
export function inputsOf({ metrics }: DatasetVersion): number {
  return Number(metrics['/']?.inputs_count ?? 0);
}
