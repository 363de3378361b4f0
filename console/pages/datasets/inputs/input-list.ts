import type { Client } from '../../../../client/client.ts';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { meets } from './input-filter.ts';
import type { InputFilter } from './input-filter.ts';
import { pageSize } from './page-cache.ts';
import type { ReadPage } from './page-cache.ts';

/** The inputs of a dataset that meet a filter, by place. */
export interface InputList {
  readonly count: number;
  readonly read: ReadPage;
  /** Of inputs that were read the ids of those that they go with: the original of a copy. */
  readonly companions?: ReadonlyMap<string, readonly string[]>;
  /** Why those that are meant are not listed. */
  readonly notListed?: string;
  /** Present: more were found than are listed; so many were looked at. */
  readonly isCutAt?: number;
}

/** Told while a list is made by looking at every input. */
export type OnLooked = (looked: number, found: number) => void;

interface ListOptions {
  readonly datasetId: string;
  readonly filter: InputFilter;
  /** A client whose requests end with the signal. */
  readonly clientFor: (signal?: AbortSignal) => Client;
  readonly onLooked: OnLooked;
}

/** The service has no search in texts: every input is looked at, and so many are listed at most. */
const maxFound = 2_000;
/** As many as one answer holds. */
const scanPage = 1_000;

/**
 * Finds out how many inputs meet a filter, and how their pages are read.
 * @throws ApiError, TypeError as `Client.call`
 */
export async function inputList(options: ListOptions, signal: AbortSignal): Promise<InputList> {
  const { filter, datasetId, clientFor } = options;
  if (filter.search || filter.labels) return ofScan(options, signal);
  const version =
    filter.version ||
    (filter.problem ? await newestVersion(clientFor(signal), datasetId) : undefined);
  if (version !== undefined) return ofVersion(options, version, signal);
  return ofSearch(options, signal);
}

/** Of the whole dataset, or of a concept: pages of the service. */
async function ofSearch(options: ListOptions, signal: AbortSignal): Promise<InputList> {
  const { datasetId, filter, clientFor } = options;
  const query = { filters: filtersOf(datasetId, filter) };
  const counted = await clientFor(signal).call(
    'PostInputsSearches',
    {},
    { searches: [{ query }], only_count: true },
  );
  const count = Number(counted.hit_counts?.[0]?.estimated_total ?? 0);
  const read: ReadPage = async (page, until) => {
    const client = clientFor(until);
    if (!filter.concept) {
      const at = { dataset_id: datasetId, page, per_page: pageSize };
      return (await client.call('ListDatasetInputs', at)).dataset_inputs.map(({ input }) => input);
    }
    const pagination = { page, per_page: pageSize };
    const found = await client.call(
      'PostInputsSearches',
      {},
      { searches: [{ query }], pagination },
    );
    return found.hits.map(({ input }) => input);
  };
  return { count, read };
}

function filtersOf(datasetId: string, { concept }: InputFilter) {
  return [
    { input: { dataset_ids: [datasetId] } },
    ...(concept ? [{ annotation: { data: { concepts: [{ id: concept, value: 1 }] } } }] : []),
  ];
}

/** By looking at every input. */
async function ofScan(options: ListOptions, signal: AbortSignal): Promise<InputList> {
  const { datasetId, filter, clientFor, onLooked } = options;
  const found: Input[] = [];
  const client = clientFor(signal);
  for (let looked = 0, behind = ''; ;) {
    const at = { dataset_id: datasetId, per_page: scanPage, ...(behind ? { behind } : {}) };
    const { dataset_inputs: some } = await client.call('ListDatasetInputs', at);
    behind = some.at(-1)?.input.id ?? '';
    found.push(...some.map(({ input }) => input).filter((input) => meets(input, filter)));
    looked += some.length;
    onLooked(looked, found.length);
    if (found.length >= maxFound) return { ...listed(found.slice(0, maxFound)), isCutAt: looked };
    if (some.length < scanPage) return listed(found);
  }
}

/**
 * Inputs of a dataset version, by concept, side and finding of its report, with the labels they
 * have now. One that is deleted since is listed by its id alone.
 */
async function ofVersion(
  options: ListOptions,
  version: string,
  signal: AbortSignal,
): Promise<InputList> {
  const { datasetId, filter, clientFor } = options;
  const { concept, problem, split } = filter;
  const asked = {
    dataset_id: datasetId,
    dataset_version_id: version,
    ...(concept ? { concept } : {}),
    ...(problem ? { problem } : {}),
    ...(split === 'train' || split === 'test' ? { split } : {}),
  } as const;
  const counted = await clientFor(signal).call('ListDatasetVersionInputs', {
    ...asked,
    per_page: 1,
  });
  const companions = new Map<string, readonly string[]>();
  const read: ReadPage = async (page, until) => {
    const client = clientFor(until);
    const found = await client.call('ListDatasetVersionInputs', {
      ...asked,
      page,
      per_page: pageSize,
    });
    const ids = found.inputs.map(({ id }) => id);
    for (const { id, with: others } of found.inputs) if (others) companions.set(id, others);
    if (ids.length === 0) return [];
    const { inputs } = await client.call('ListInputs', { ids, per_page: pageSize });
    const byId = new Map(inputs.map((input) => [input.id, input]));
    return ids.map((id) => byId.get(id) ?? { id, data: {} });
  };
  const { total, notListed } = counted;
  return { count: total, read, companions, ...(notListed === undefined ? {} : { notListed }) };
}

async function newestVersion(client: Client, datasetId: string): Promise<string | undefined> {
  const at = { dataset_id: datasetId, per_page: 1 };
  return (await client.call('ListDatasetVersions', at)).dataset_versions[0]?.id;
}

/** A list that is in memory. */
function listed(inputs: readonly Input[]): InputList {
  const read: ReadPage = (page) =>
    Promise.resolve(inputs.slice((page - 1) * pageSize, page * pageSize));
  return { count: inputs.length, read };
}
