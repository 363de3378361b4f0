import type { EndpointDeps, ScopeDeps } from '../../../core/api/wire/messages.ts';

/** What a key may do, as most people choose it. */
export interface ScopePreset {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly scopes: readonly string[];
}

const reading =
  'Annotations_Get Apps_Get BulkOperation_Get Concepts_Get Datasets_Get Inputs_Get Metrics_Get ModelExports_Get Models_Get SavedSearch_Get Search Uploads_Get Workflows_Get'.split(
    ' ',
  );
const training =
  'Annotations_Add Concepts_Add Datasets_Add Inputs_Add Metrics_Add ModelExports_Add Models_Add Models_Train Predict SavedSearch_Add Uploads_Add'.split(
    ' ',
  );

export const presets: readonly ScopePreset[] = [
  {
    id: 'all',
    name: 'Everything',
    text: 'Whatever you may do yourself, keys and the bill included.',
    scopes: ['All'],
  },
  {
    id: 'train',
    name: 'Read, upload, train and predict',
    text: 'For a pipeline: it deletes nothing and makes no keys.',
    scopes: [...reading, ...training],
  },
  {
    id: 'predict',
    name: 'Predict',
    text: 'For an application: it asks models, and reads nothing else of the data.',
    scopes: ['Apps_Get', 'Concepts_Get', 'Models_Get', 'Predict'],
  },
  { id: 'read', name: 'Read', text: 'For a dashboard: it changes nothing.', scopes: reading },
];

/** `Everything`, `Read`, or how many scopes. */
export function nameOfScopes(scopes: readonly string[]): string {
  const sorted = scopes.toSorted().join(' ');
  const preset = presets.find((each) => each.scopes.toSorted().join(' ') === sorted);
  return preset?.name ?? `${scopes.length} ${scopes.length === 1 ? 'scope' : 'scopes'}`;
}

/** Scopes that some operation of this service needs, in the order of their names. */
export function usedScopes(endpoints: readonly EndpointDeps[]): readonly string[] {
  return [...new Set(endpoints.flatMap((endpoint) => endpoint.depending_scopes))].toSorted();
}

/**
 * The scopes with one more or one less: what a scope is useless without comes with it, and what is
 * useless without one goes with it.
 */
export function toggleScope(
  scopes: readonly string[],
  scope: string,
  dependencies: readonly ScopeDeps[],
): readonly string[] {
  const needs = new Map(dependencies.map((each) => [each.scope, each.depending_scopes]));
  if (!scopes.includes(scope)) return [...new Set([...scopes, scope, ...(needs.get(scope) ?? [])])];
  return scopes.filter((each) => each !== scope && !needs.get(each)?.includes(scope));
}
