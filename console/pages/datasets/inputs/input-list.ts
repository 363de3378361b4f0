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
  const { filter } = options;
  if (filter.problem) return ofProblem(options, signal);
  if (filter.search || filter.labels) return ofScan(options, signal);
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
  for (let page = 1, looked = 0; ; page += 1) {
    const at = { dataset_id: datasetId, page, per_page: scanPage };
    const { dataset_inputs: some } = await client.call('ListDatasetInputs', at);
    found.push(...some.map(({ input }) => input).filter((input) => meets(input, filter)));
    looked += some.length;
    onLooked(looked, found.length);
    if (found.length >= maxFound) return { ...listed(found.slice(0, maxFound)), isCutAt: looked };
    if (some.length < scanPage) return listed(found);
  }
}

/** Of the inputs that the report names as examples of a problem those that are there. */
async function ofProblem(options: ListOptions, signal: AbortSignal): Promise<InputList> {
  const { datasetId, filter, clientFor } = options;
  const client = clientFor(signal);
  const version = filter.version ?? (await newestVersion(client, datasetId));
  if (version === undefined) return listed([]);
  const at = { dataset_id: datasetId, dataset_version_id: version };
  const { data_report: report } = await client.call('GetDatasetVersionDataReport', at);
  const finding = report.findings.find(({ code }) => code === filter.problem);
  const ids = [...new Set(finding?.examples.flatMap((example) => example.ids) ?? [])];
  const found =
    ids.length > 0 ? await client.call('ListInputs', { ids, per_page: scanPage }) : undefined;
  return listed((found?.inputs ?? []).filter((one) => one.dataset_ids?.includes(datasetId)));
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
