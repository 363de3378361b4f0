import { fail } from '../errors.ts';
import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import type { Stored } from '../records/records.ts';
import { eachRecord, readAll, readRecord, toData } from '../records/records.ts';
import type { Query, Table, Write } from '../ports/table.ts';
import type { Model } from './model.ts';
import type { ModelVersion, OpenVersion } from './model-version.ts';
import { isOpen } from './model-version.ts';

/** Clarifai repeats the description in the details; clients compare it. */
export function modelDoesNotExist(): Error {
  return fail('modelDoesNotExist', 'Model does not exist');
}

/** A model that was not deleted. @throws DeeptuneError model-does-not-exist */
export async function getModel(
  table: Table,
  scope: Scope,
  modelId: string,
): Promise<Stored<Model>> {
  const model = await readRecord<Model>(table, keys.model(scope, modelId));
  if (!model || model.value.deletedAt !== undefined) throw modelDoesNotExist();
  return model;
}

/** Address of a version: what every use case on one version takes. */
export interface VersionRef {
  readonly scope: Scope;
  readonly modelId: string;
  readonly versionId: string;
}

/** @throws DeeptuneError model-does-not-exist */
export async function getVersion(table: Table, ref: VersionRef): Promise<Stored<ModelVersion>> {
  const version = await readRecord<ModelVersion>(
    table,
    keys.version(ref.scope, ref.modelId, ref.versionId),
  );
  if (!version) throw fail('modelDoesNotExist', `Model version '${ref.versionId}' does not exist`);
  return version;
}

/** All versions of a model, newest first. */
export async function listVersions(
  table: Table,
  scope: Scope,
  modelId: string,
): Promise<ModelVersion[]> {
  return readAll<ModelVersion>(table, newestFirst(scope, modelId));
}

/**
 * The versions of a model, the newest first: their ids are in the order of their creation, see
 * `nextVersion`.
 */
export function newestFirst(scope: Scope, modelId: string): Query {
  return { ...keys.versionsOf(scope, modelId), descending: true };
}

/**
 * The write that stores a version: while a workflow owns it, it stands in the index that the
 * reconciler walks.
 */
export function versionWrite(version: ModelVersion, rev?: number): Write {
  const index = isOpen(version)
    ? { index: { pk: keys.openVersions(), sk: `${version.createdAt}#${version.id}` } }
    : {};
  const put = {
    ...keys.version(version.scope, version.modelId, version.id),
    ...index,
    data: toData(version),
  };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}

/** Versions that are queued, training or stopping, of every tenant, oldest first. */
export function openVersions(table: Table): AsyncGenerator<Stored<OpenVersion>> {
  return eachRecord<OpenVersion>(table, { pk: keys.openVersions(), fromIndex: true });
}
