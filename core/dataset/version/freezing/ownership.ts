import { fail, isError } from '../../../errors.ts';
import type { Failure } from '../../../errors.ts';
import { omit } from '../../../json.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { withRetry } from '../../../records/records.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { changeDatasetVersion, datasetVersionWrite, readStored } from '../dataset-version-store.ts';
import type { DatasetVersion } from '../dataset-version.ts';
import type { Freezing } from './freezing.ts';
import type { Counts } from './frozen-counts.ts';
import { isLeased, leased, released } from './freezing.ts';

/**
 * So often a freezing is begun without getting on before it is given up: whatever ends it would end
 * it again.
 */
const maxTries = 5;

type Ids = Pick<DatasetVersion, 'id' | 'datasetId'>;
type Uses = Pick<Dependencies, 'table' | 'now'>;

/** A version in the hands of the one who freezes it. */
export interface OwnedVersion {
  readonly version: DatasetVersion;
  readonly freezing: Freezing;
  readonly owner: string;
}

/**
 * Takes a version to freeze it. @returns undefined where there is nothing to do: it is frozen,
 * failed, deleted, or another one is at it. A version that was begun too often without getting on
 * is marked failed.
 */
export async function claim(
  scope: Scope,
  ids: Ids,
  owner: string,
  deps: Uses,
): Promise<OwnedVersion | undefined> {
  return ifThere(() =>
    withRetry(async () => {
      const { value, rev } = await readStored(scope, ids, deps);
      const { freezing } = value;
      if (!freezing || isLeased(freezing, deps.now())) return undefined;
      const hasFailed = freezing.tries >= maxTries;
      const next = leased({ ...freezing, tries: freezing.tries + 1 }, owner, deps.now());
      const version: DatasetVersion = hasFailed
        ? failed(value, gaveUp(freezing))
        : { ...value, state: 'processing', freezing: next };
      await deps.table.write([datasetVersionWrite(scope, version, { rev })]);
      return hasFailed ? undefined : { version, freezing: next, owner };
    }),
  );
}

function gaveUp({ lastError = 'it ran out of time or memory' }: Freezing): Failure {
  const message = `Freezing was begun ${maxTries} times and did not get on: ${lastError}`;
  return { code: 'internal', fault: 'platform', message };
}

/**
 * Keeps how far it has come, and the version for a further while. @throws DeeptuneError conflict
 * where it belongs to another by now
 */
export async function saveProgress(
  scope: Scope,
  { version, owner }: OwnedVersion,
  progress: Freezing,
  deps: Uses,
): Promise<OwnedVersion> {
  const freezing = leased(progress, owner, deps.now());
  const changed = await changeOwned({ scope, ids: version, owner }, deps, (now) => ({
    ...now,
    freezing,
  }));
  return { version: changed, freezing, owner };
}

/** What of a version is known once it is frozen. */
export type FrozenContent = Counts & Pick<DatasetVersion, 'digest' | 'manifestName' | 'reportName'>;

/**
 * The version is ready. What was changed of it meanwhile (its description) stays. @throws
 * DeeptuneError conflict
 */
export function finish(
  scope: Scope,
  ids: Ids,
  { owner, content }: { owner: string; content: FrozenContent },
  deps: Uses,
): Promise<DatasetVersion> {
  return changeOwned({ scope, ids, owner }, deps, (now) => ({
    ...omit(now, 'freezing', 'state'),
    ...content,
  }));
}

/** Nobody is at it any more. @param owned.error what ended it */
export function release(
  scope: Scope,
  ids: Ids,
  { owner, error }: { owner: string; error?: unknown },
  deps: Uses,
): Promise<DatasetVersion> {
  return changeOwned({ scope, ids, owner }, deps, (now) => ({
    ...now,
    freezing: {
      ...released(now.freezing as Freezing),
      ...(error === undefined ? {} : { lastError: String(error) }),
    },
  }));
}

/** It can never be frozen. */
export function markFailed(
  scope: Scope,
  { version, owner }: OwnedVersion,
  failure: Failure,
  deps: Uses,
): Promise<DatasetVersion> {
  return changeOwned({ scope, ids: version, owner }, deps, (now) => failed(now, failure));
}

function failed(version: DatasetVersion, failure: Failure): DatasetVersion {
  return { ...omit(version, 'freezing'), state: 'failed', failure };
}

/**
 * Takes back a version that came to nothing within its request: as if it had never been asked for.
 */
export async function abandon(scope: Scope, ids: Ids, owner: string, deps: Uses): Promise<void> {
  const found = await ifThere(() => readStored(scope, ids, deps));
  if (found?.value.freezing?.owner !== owner) return;
  const key = keys.datasetVersion(scope, ids.datasetId, ids.id);
  await deps.table.write([{ delete: key, if: { rev: found.rev } }]);
}

function changeOwned(
  { scope, ids, owner }: { scope: Scope; ids: Ids; owner: string },
  deps: Uses,
  change: (now: DatasetVersion) => DatasetVersion,
): Promise<DatasetVersion> {
  const checked = (now: DatasetVersion) => {
    if (now.freezing?.owner === owner) return change(now);
    throw fail('conflict', `Dataset version '${ids.id}' is frozen by another by now`);
  };
  return changeDatasetVersion(scope, ids, checked, deps);
}

/** Undefined where the version was deleted. */
async function ifThere<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (isError(error, 'doesNotExist')) return undefined;
    throw error;
  }
}
