import type { Client } from '../../client/client.ts';
import type { DatasetVersionDifference, DifferencePart } from '../../core/api/wire/messages.ts';

/** Two versions of a dataset. */
export interface VersionPair {
  readonly datasetId: string;
  readonly from: string;
  readonly to: string;
}

const parts = ['added', 'removed', 'relabelled', 'replaced', 'moved'] as const;
export type PartName = (typeof parts)[number];
export const partNames: readonly PartName[] = parts;

const pageSize = 1000;

/**
 * What a version has otherwise than another one, with all inputs that differ or the first of each
 * kind.
 * @param limit of each kind; undefined: all @throws ApiError
 */
export async function readDifference(
  client: Client,
  { datasetId, from, to }: VersionPair,
  limit: number | undefined,
): Promise<DatasetVersionDifference> {
  const at = { dataset_id: datasetId, dataset_version_id: to, from };
  const read = async (page: number) => {
    const paging = { page, per_page: limit ?? pageSize };
    return (await client.call('GetDatasetVersionDifference', { ...at, ...paging })).difference;
  };
  let whole = await read(1);
  for (let page = 2; limit === undefined && !isWhole(whole); page += 1) {
    const next = await read(page);
    // Nothing more comes although more was counted: rather less than for ever.
    if (parts.every((name) => next[name].inputs.length === 0)) break;
    whole = merged(whole, next);
  }
  return whole;
}

function isWhole(difference: DatasetVersionDifference): boolean {
  return parts.every((name) => difference[name].inputs.length >= difference[name].count);
}

function merged(
  one: DatasetVersionDifference,
  next: DatasetVersionDifference,
): DatasetVersionDifference {
  const joined = (name: PartName): DifferencePart => ({
    count: one[name].count,
    inputs: [...one[name].inputs, ...next[name].inputs],
  });
  return {
    ...one,
    added: joined('added'),
    removed: joined('removed'),
    relabelled: joined('relabelled'),
    replaced: joined('replaced'),
    moved: joined('moved'),
  };
}
