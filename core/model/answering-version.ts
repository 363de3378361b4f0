import { fail } from '../errors.ts';
import type { Table } from '../ports/table.ts';
import type { Scope } from '../records/keys.ts';
import { keys } from '../records/keys.ts';
import { eachRecord, readRecord } from '../records/records.ts';
import type { LoadableVersion, ModelVersion } from './model-version.ts';
import { isLoadable } from './model-version.ts';
import type { Model } from './model.ts';
import { newestFirst } from './version-store.ts';

/**
 * True where a version may answer although nobody promoted it: what the gate holds back, or a
 * person is to approve first, may not. Versions of earlier releases met no gate.
 */
export function mayAnswer(version: ModelVersion): version is LoadableVersion {
  if (!isLoadable(version)) return false;
  return version.gate === undefined || version.gate.verdict === 'promote';
}

/**
 * Which version answers where none is named: the promoted one; of a model without any, as those of
 * earlier releases are, the newest that may.
 * @param newestFirst its versions
 */
export function answeringVersion(
  model: Pick<Model, 'promoted'>,
  newestFirst: readonly ModelVersion[],
): LoadableVersion | undefined {
  const promoted = newestFirst.find(({ id }) => id === model.promoted?.versionId);
  return promoted && isLoadable(promoted) ? promoted : newestFirst.find(mayAnswer);
}

/** The same, of which no more versions are read than it takes. */
export async function findAnswering(
  table: Table,
  scope: Scope,
  model: Pick<Model, 'id' | 'promoted'>,
): Promise<LoadableVersion | undefined> {
  if (model.promoted) {
    const key = keys.version(scope, model.id, model.promoted.versionId);
    const stored = await readRecord<ModelVersion>(table, key);
    if (stored && isLoadable(stored.value)) return stored.value;
  }
  for await (const { value } of eachRecord<ModelVersion>(table, newestFirst(scope, model.id)))
    if (mayAnswer(value)) return value;
  return undefined;
}

/**
 * The same for whoever needs one.
 * @returns undefined where there is nothing that could be loaded
 * @throws DeeptuneError version-not-promoted where there is, and none may answer
 */
export async function answeringOf(
  { scope, model }: { readonly scope: Scope; readonly model: Pick<Model, 'id' | 'promoted'> },
  table: Table,
): Promise<LoadableVersion | undefined> {
  const found = await findAnswering(table, scope, model);
  if (found) return found;
  for await (const { value } of eachRecord<ModelVersion>(table, newestFirst(scope, model.id)))
    if (isLoadable(value)) throw notPromoted(value);
  return undefined;
}

function notPromoted({ id, gate }: LoadableVersion): Error {
  const state = gate?.verdict === 'hold-back' ? 'is held back by its gate' : 'waits for approval';
  const why = gate?.reasons[0]?.message ?? '';
  return fail(
    'versionNotPromoted',
    `No version of this model answers predictions yet: version '${id}' ${state} (${why}). Name the version, or promote it: POST …/models/{model_id}/promotions`,
  );
}

/**
 * True where a person is to say whether it answers: nothing was promoted since the gate left it to
 * one.
 */
export function awaitsApproval(version: ModelVersion, model: Pick<Model, 'promoted'>): boolean {
  if (!isLoadable(version) || version.gate?.verdict !== 'await-approval') return false;
  return model.promoted === undefined || model.promoted.at < version.gate.at;
}
