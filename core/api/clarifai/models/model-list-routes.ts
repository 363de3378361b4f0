import * as z from 'zod';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import { readAll } from '../../../records/records.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import type { Model } from '../../../model/model.ts';
import { listVersions } from '../../../model/version-store.ts';
import { baseModels, baseModelToWire, isOfBaseModels } from './base-model-app.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, userOf } from '../../http/request-context.ts';
import { relevance } from '../../http/matching.ts';
import { modelAnswer } from './model-call.ts';
import type { FoundModel } from './model-filter.ts';
import { modelParameters, modelTest } from './model-filter.ts';
import { paged } from '../../http/paging.ts';
import {
  flag,
  orderParameters,
  paging,
  parameters,
  sorted,
  word,
  words,
} from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { scopesOf } from '../../http/user-scopes.ts';

/**
 * The app's models; below a user without an app, those of every app that the key opens. Newest
 * change first.
 */
async function list(call: RequestContext): Promise<Answer<'ListModels'>> {
  if (isOfBaseModels(call))
    return { models: paged(call, baseModels().filter(modelTest(call))).map(baseModelToWire) };
  const candidates = (await allModels(call)).filter(modelTest(call));
  const chosen = await withVersions(call, candidates);
  const models = paged(call, inOrder(call, chosen)).map(({ model, scope }) =>
    modelAnswer(model, scope, call),
  );
  return { models: await Promise.all(models) };
}

async function allModels(call: RequestContext): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  for (const scope of await scopesOf(call)) {
    const models = await readAll<Model>(call.deps.table, keys.modelsOf(scope));
    const present = models.filter(({ deletedAt }) => deletedAt === undefined);
    found.push(...present.map((model) => ({ model, scope })));
  }
  return found;
}

interface Candidate extends FoundModel {
  /** Newest first; empty where nobody asked for them. */
  readonly versions: readonly ModelVersion[];
}

/** Versions cost a query per model: they are read only where the request asks about them. */
async function withVersions(
  call: RequestContext,
  found: readonly FoundModel[],
): Promise<Candidate[]> {
  const trainedOnly = flag(call, 'trained_only');
  const ids = words(call, 'model_version_ids');
  if (!trainedOnly && ids.length === 0 && !flag(call, 'sort_by_num_inputs'))
    return found.map((each) => ({ ...each, versions: [] }));
  const { table } = call.deps;
  const candidates = await Promise.all(
    found.map(async (each) => ({
      ...each,
      versions: await listVersions(table, each.scope, each.model.id),
    })),
  );
  return candidates.filter(
    ({ versions }) =>
      (!trainedOnly || versions.some((version) => version.status === 'trained')) &&
      (ids.length === 0 || versions.some((version) => ids.includes(version.id))),
  );
}

function inOrder(call: RequestContext, found: readonly Candidate[]): Candidate[] {
  const search = word(call, 'search');
  if (flag(call, 'sort_by_relevance') && search === undefined)
    throw fail('invalidRequest', 'sort_by_relevance needs a search');
  return sorted(call, found, {
    modified_at: ({ model }) => model.modifiedAt,
    created_at: ({ model }) => model.createdAt,
    name: ({ model }) => model.name,
    num_inputs: ({ versions: [newest] }) =>
      (newest && 'training' in newest && newest.training.inputCount) || 0,
    star_count: () => 0,
    relevance: ({ model }) => relevance(search ?? '', [model.id, model.name]),
  });
}

const searchBody = z.object({
  model_query: z.object({ name: z.string().default(''), model_type_id: z.string().default('') }),
  pagination: z
    .object({ page: z.number().int().default(1), per_page: z.number().int().default(0) })
    .default({ page: 1, per_page: 0 }),
});

/** `ListModels` with its questions in the body. */
async function search(call: RequestContext): Promise<Answer<'PostModelsSearches'>> {
  // Whose models they are comes first: somebody else's do not exist, whatever is asked of them.
  if (!isOfBaseModels(call)) userOf(call);
  const { model_query: asked, pagination } = parse(searchBody, call.body);
  const query = {
    ...call.query,
    name: [asked.name],
    model_type_id: [asked.model_type_id],
    page: [String(pagination.page)],
    per_page: [String(pagination.per_page)],
  };
  return list({ ...call, query });
}

const listQuery = {
  ...modelParameters,
  ...paging,
  ...parameters('flag', 'trained_only'),
  ...parameters('texts', 'model_version_ids'),
  ...orderParameters('modified_at created_at name num_inputs star_count relevance'),
};

export const modelListRoutes: readonly Route[] = [
  {
    operation: 'ListModels',
    method: 'GET',
    path: '/models',
    under: 'both',
    query: listQuery,
    handle: list,
  },
  {
    operation: 'PostModelsSearches',
    method: 'POST',
    path: '/models/searches',
    under: 'app',
    body: searchBody,
    handle: search,
  },
];
