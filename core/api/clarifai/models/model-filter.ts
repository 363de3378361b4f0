import { findModelType } from '../../../catalog/catalog.ts';
import type { Scope } from '../../../records/keys.ts';
import type { Model } from '../../../model/model.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { matchesPattern, matchesQuery, matchesSearch } from '../../http/matching.ts';
import { flag, parameters, word, words } from '../../http/query-values.ts';

/** A model and the app that it lies in. */
export interface FoundModel {
  readonly model: Model;
  readonly scope: Scope;
}

/** Every parameter that is read here. */
export const modelParameters = {
  ...parameters('text', 'model_type_id search query name creator visibility.gettable'),
  ...parameters('text', 'license license_type source min_replicas'),
  ...parameters('texts', 'input_fields output_fields ids toolkits use_cases languages'),
  ...parameters('flag', 'filter_by_user_id featured_only starred_only bookmark'),
};

type Test = (found: FoundModel) => boolean;
const always: Test = () => true;

/**
 * What the query of `ListModels` asks of a model itself; `trained_only` and `model_version_ids` ask
 * of its versions.
 * @throws DeeptuneError bad-request-format
 */
export function modelTest(call: RequestContext): Test {
  const tests = [typeTest(call), textTest(call), ownerTest(call), profileTest(call)];
  return (found) => tests.every((test) => test(found)) && !asksForWhatNoneHas(call);
}

function typeTest(call: RequestContext): Test {
  const typeId = word(call, 'model_type_id');
  const [inputs, outputs] = [words(call, 'input_fields'), words(call, 'output_fields')];
  // "a,b" is one source of two fields; several entries are several sources.
  const hasAll = (present: readonly string[], asked: readonly string[]) =>
    asked.every((name) => present.includes(name) || present.join().split(',').includes(name));
  return ({ model }) => {
    const type = findModelType(model.modelTypeId);
    const isType = typeId === undefined || type.id === typeId;
    return isType && hasAll(type.inputFields, inputs) && hasAll(type.outputFields, outputs);
  };
}

function textTest(call: RequestContext): Test {
  const [query, name] = [word(call, 'query'), word(call, 'name')];
  const isFound = matchesSearch(word(call, 'search'));
  const meetsQuery = query ? matchesQuery(query) : () => true;
  const isNamed = name ? matchesPattern(name) : () => true;
  const withUser = flag(call, 'filter_by_user_id');
  return ({ model, scope }) => {
    const { id, name: ownName, description, notes } = model;
    const named = [id, ownName, description, ...(withUser ? [scope.userId] : [])];
    return (
      isFound([id, ownName, description, notes, scope.userId]) &&
      meetsQuery([id, ownName, description]) &&
      named.some(isNamed)
    );
  };
}

function ownerTest(call: RequestContext): Test {
  const [creator, ids] = [word(call, 'creator'), words(call, 'ids')];
  return ({ model, scope }) =>
    (creator === undefined || scope.userId === creator) &&
    (ids.length === 0 || ids.includes(model.id));
}

const levels: Readonly<Record<string, string>> = { 10: 'PRIVATE', 30: 'ORG', 50: 'PUBLIC' };

function profileTest(call: RequestContext): Test {
  const asked = word(call, 'visibility.gettable');
  const level = asked === undefined ? undefined : (levels[asked] ?? asked);
  const tags = (['toolkits', 'use_cases', 'languages'] as const).map(
    (name) => [name, words(call, name)] as const,
  );
  if (level === undefined && tags.every(([, wanted]) => wanted.length === 0)) return always;
  return ({ model: { profile = {} } }) => {
    const visibility = (profile['visibility'] ?? {}) as { gettable?: string };
    const hasTags = ([name, wanted]: (typeof tags)[number]) =>
      wanted.every((tag) => ((profile[name] ?? []) as readonly string[]).includes(tag));
    const isVisible = level === undefined || level === (visibility.gettable ?? 'PRIVATE');
    return isVisible && tags.every(hasTags);
  };
}

/**
 * deeptune has no stars, features, bookmarks, replicas or licences: whoever asks for models with
 * one gets none.
 */
function asksForWhatNoneHas(call: RequestContext): boolean {
  const flags = ['featured_only', 'starred_only', 'bookmark'];
  const values = ['license', 'license_type', 'source', 'min_replicas'];
  return (
    flags.some((name) => flag(call, name)) ||
    values.some((name) => (word(call, name) ?? '0') !== '0')
  );
}
