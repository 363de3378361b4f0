import * as z from 'zod';
import { emptyDataset } from '../../../dataset/dataset-members.ts';
import type { Dataset } from '../../../dataset/version/dataset-version.ts';
import type { PatchAction } from '../../../dataset/record/labels.ts';
import { patchMetadata } from '../../../dataset/input/patch-metadata.ts';
import { deleteUnusedVersions } from '../../../deletion/dataset-version-use.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { createRecord, readAll, readRecord, toData, withRetry } from '../../../records/records.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, scopeOf } from '../../http/request-context.ts';
import { datasetOf } from './dataset-call.ts';
import { matchesPattern, matchesSearch } from '../../http/matching.ts';
import { paged } from '../../http/paging.ts';
import {
  flag,
  orderParameters,
  paging,
  parameters,
  sorted,
  words,
} from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { scopesOf } from '../../http/user-scopes.ts';
import { datasetFromWire, datasetPatches, datasetToWire, newDatasets } from './dataset-wire.ts';
import { freezeFilterFromWire } from './dataset-version-wire.ts';
import { patchText } from '../inputs/patch-wire.ts';
import type { Dataset as DatasetMessage } from '../../wire/messages.ts';

async function post(call: RequestContext): Promise<Answer<'PostDatasets'>> {
  const scope = await scopeOf(call);
  const asked = parse(newDatasets, call.body).datasets;
  const datasets = asked.map((wire) => datasetFromWire(wire, call.deps.now()));
  // A filter that could not be used later is refused now.
  for (const { defaultAnnotationFilter: filter } of datasets)
    freezeFilterFromWire(filter && { annotation_filter: filter });
  for (const dataset of datasets) {
    const put = { ...keys.dataset(scope, dataset.id), data: toData(dataset) };
    await createRecord(call.deps.table, put, `Dataset '${dataset.id}'`);
  }
  return { datasets: toWire(datasets, scope) };
}

/** Nobody stars datasets here, and nobody bookmarks another's: those lists are empty. */
async function list(call: RequestContext): Promise<Answer<'ListDatasets'>> {
  if (flag(call, 'starred_only') || flag(call, 'bookmark')) return { datasets: [] };
  const found: { dataset: Dataset; scope: Scope }[] = [];
  for (const scope of await scopesOf(call)) {
    const all = await readAll<Dataset>(call.deps.table, keys.datasetsOf(scope));
    found.push(...all.map((dataset) => ({ dataset, scope })));
  }
  const isFound = matchesSearch(words(call, 'search')[0]);
  const [isNamed = () => true] = words(call, 'id').map(matchesPattern);
  const chosen = found.filter(
    ({ dataset }) =>
      isFound([dataset.id, dataset.description, dataset.notes ?? '']) && isNamed(dataset.id),
  );
  const page = paged(call, sorted(call, chosen, sortKeys));
  return { datasets: page.map(({ dataset, scope }) => datasetToWire(dataset, scope)) };
}

const sortKeys = {
  created_at: ({ dataset }: { dataset: Dataset }) => dataset.createdAt,
  modified_at: ({ dataset }: { dataset: Dataset }) => dataset.modifiedAt,
  id: ({ dataset }: { dataset: Dataset }) => dataset.id,
  // All are equally starred and equally relevant.
  star_count: () => 0,
  relevance: () => 0,
};

async function get(call: RequestContext): Promise<Answer<'GetDataset'>> {
  const { scope, dataset } = await datasetOf(call);
  return { dataset: datasetToWire(dataset, scope) };
}

async function patch(call: RequestContext): Promise<Answer<'PatchDatasets'>> {
  const scope = await scopeOf(call);
  const { datasets, action } = parse(datasetPatches, call.body);
  const patches = datasets.map((wire) => datasetFromWire(wire, call.deps.now()));
  for (const { id } of patches)
    if (!(await call.deps.table.get(keys.dataset(scope, id))))
      throw fail('doesNotExist', `Dataset '${id}' does not exist`);
  const changed: Dataset[] = [];
  for (const each of patches) changed.push(await change(call, scope, each, action));
  return { datasets: toWire(changed, scope) };
}

function change(
  call: RequestContext,
  scope: Scope,
  each: Dataset,
  action: PatchAction,
): Promise<Dataset> {
  return withRetry(async () => {
    const key = keys.dataset(scope, each.id);
    const stored = await readRecord<Dataset>(call.deps.table, key);
    if (!stored) throw fail('doesNotExist', `Dataset '${each.id}' does not exist`);
    const dataset = patched(stored.value, each, action);
    await call.deps.table.write([
      { put: { ...key, data: toData(dataset) }, if: { rev: stored.rev } },
    ]);
    return dataset;
  });
}

function patched(old: Dataset, patch: Dataset, action: PatchAction): Dataset {
  const filter = patch.defaultAnnotationFilter;
  return {
    ...old,
    description: patchText(old.description, patch.description, action),
    notes: patchText(old.notes ?? '', patch.notes, action),
    metadata: patchMetadata(old.metadata ?? {}, patch.metadata ?? {}, action),
    ...(filter && action !== 'remove' ? { defaultAnnotationFilter: filter } : {}),
    modifiedAt: patch.modifiedAt,
  };
}

const deletion = z.object({ dataset_ids: z.array(z.string()).max(128).default([]) });

/**
 * The inputs stay: they belong to the app. Dataset versions that a model version was trained on
 * stay too, the others go. Ids that are not there are no error, so that an interrupted deletion can
 * be repeated.
 */
async function remove(call: RequestContext): Promise<Answer<'DeleteDatasets'>> {
  const scope = await scopeOf(call);
  for (const id of parse(deletion, call.body).dataset_ids) {
    const key = keys.dataset(scope, id);
    if (!(await call.deps.table.get(key))) continue;
    await deleteUnusedVersions(scope, id, call.deps);
    await emptyDataset(scope, id, call.deps);
    await call.deps.table.write([{ delete: key }]);
  }
  return {};
}

function toWire(datasets: readonly Dataset[], scope: Scope): DatasetMessage[] {
  return datasets.map((dataset) => datasetToWire(dataset, scope));
}

const listQuery = {
  ...paging,
  ...parameters('flag', 'starred_only bookmark'),
  ...parameters('text', 'search id'),
  ...orderParameters(Object.keys(sortKeys).join(' ')),
};
const all = { path: '/datasets', under: 'app' } as const;
const one = { path: '/datasets/:dataset_id', under: 'app' } as const;
const below = { path: '/datasets', under: 'both' } as const;

export const datasetRoutes: readonly Route[] = [
  { operation: 'PostDatasets', method: 'POST', ...all, body: newDatasets, handle: post },
  { operation: 'ListDatasets', method: 'GET', ...below, query: listQuery, handle: list },
  { operation: 'PatchDatasets', method: 'PATCH', ...all, body: datasetPatches, handle: patch },
  { operation: 'DeleteDatasets', method: 'DELETE', ...all, body: deletion, handle: remove },
  { operation: 'GetDataset', method: 'GET', ...one, handle: get },
];
