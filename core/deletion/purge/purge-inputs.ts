import { fail } from '../../errors.ts';
import { deleteInputs } from '../../dataset/record/list-inputs.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { isLoadable, isOpen } from '../../model/model-version.ts';
import { isOpenJob } from '../../model/inference-job.ts';
import type { Dependencies } from '../../ports/host.ts';
import { deletePrefix } from '../../records/delete-prefix.ts';
import { eachObject } from '../../records/each-object.ts';
import { keys } from '../../records/keys.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readAll, toData } from '../../records/records.ts';
import { deleteOthers, eraseFromVersion } from './dataset-version-rows.ts';
import type { PurgeRecord } from './erased.ts';
import { Erased } from './erased.ts';
import { eraseFromJobs } from './job-rows.ts';
import { eraseFromLineages } from './lineage-examples.ts';
import type { References } from './references.ts';
import { findReferences } from './references.ts';
import type { Traces } from './traces.ts';
import { datasetVersions, findTraces } from './traces.ts';

export type PurgeUses = Pick<
  Dependencies,
  'table' | 'objects' | 'jobs' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256'
>;

/** Where inputs are, what depends on them, and what of them stays. */
export interface PurgePlan {
  readonly traces: Traces;
  readonly references: References;
  /** What cannot be erased, or is not, in words. */
  readonly kept: readonly string[];
}

/** What a purge of inputs would erase. Nothing is changed. */
export async function planPurge(
  scope: Scope,
  ids: readonly string[],
  deps: PurgeUses,
): Promise<PurgePlan> {
  return plan(scope, new Erased({ ids }, deps.sha256), deps);
}

async function plan(scope: Scope, erased: Erased, deps: PurgeUses): Promise<PurgePlan> {
  const traces = await findTraces(scope, erased, deps);
  const references = await findReferences(scope, erased, deps);
  const backups = deps.settings.host === 'aws' ? [keptByAws] : [];
  return { traces, references, kept: [...keptWords(traces, references), ...backups] };
}

/**
 * Erases inputs: the inputs, their images and masks, their rows in every dataset version of the
 * app, in the files of jobs and in answers, archives and uploaded files made of them. May be
 * repeated, also after it was cut off: a purge that was begun before is brought to its end first.
 * @returns what was there before
 * @throws DeeptuneError inputs-in-use while a job reads them, or a dataset version is being frozen
 */
export async function purgeInputs(
  scope: Scope,
  ids: readonly string[],
  deps: PurgeUses,
): Promise<PurgePlan> {
  for (const begun of await readAll<PurgeRecord>(deps.table, keys.purgesOf(scope)))
    await carryOut(scope, begun, deps);
  const erased = new Erased({ ids }, deps.sha256);
  const found = await plan(scope, erased, deps);
  assertUnused(found.traces);
  await carryOut(scope, await remember(scope, erased, deps), deps);
  return found;
}

async function carryOut(scope: Scope, record: PurgeRecord, deps: PurgeUses): Promise<void> {
  await erase(scope, new Erased(record, deps.sha256), deps);
  await deps.table.write([{ delete: keys.purge(scope, record.id) }]);
}

async function remember(scope: Scope, erased: Erased, deps: PurgeUses): Promise<PurgeRecord> {
  const record: PurgeRecord = {
    id: deps.newId(),
    createdAt: deps.now(),
    ids: [...erased.ids].sort(),
    objects: [...erased.objects],
    contents: [...erased.contents],
  };
  await deps.table.write([{ put: { ...keys.purge(scope, record.id), data: toData(record) } }]);
  return record;
}

/** @throws DeeptuneError inputs-in-use */
async function erase(scope: Scope, erased: Erased, deps: PurgeUses): Promise<void> {
  const { ids } = erased;
  // From here on nothing new is frozen with them, and no training takes their rows.
  await deleteInputs(scope, [...ids], deps);
  const traces = await findTraces(scope, erased, deps);
  assertUnused(traces);
  await eraseFromJobs(scope, ids, deps);
  await eraseFromLineages(scope, ids, deps);
  await eraseFiles(scope, traces.files, deps);
  await eraseUploads(scope, erased, deps);
  for (const { version } of traces.datasetVersions)
    await eraseFromVersion(scope, version, ids, deps);
  await sweep(scope, deps);
  const { objects } = await findReferences(scope, erased, deps);
  for (const object of erased.objects)
    if (!objects.has(object)) await deps.objects.delete(objectKeys.input(scope, object));
  for (const id of ids) await deps.table.write([{ delete: keys.deletedInput(scope, id) }]);
  await deps.jobs.discardInputs?.();
  await deps.table.forgetDeleted?.();
}

/** What purges and freezings that were cut off left behind. */
async function sweep(scope: Scope, deps: PurgeUses): Promise<void> {
  const { ready, failed } = await datasetVersions(scope, deps);
  for (const version of ready)
    if (version.purgedCount !== undefined) await deleteOthers(scope, version, deps);
  for (const { datasetId, id } of failed)
    await deletePrefix(objectKeys.frozenPartsPrefix(scope, datasetId, id), Infinity, deps);
}

async function eraseFiles(
  scope: Scope,
  fileIds: readonly string[],
  deps: PurgeUses,
): Promise<void> {
  for (const id of fileIds) {
    await deps.objects.delete(objectKeys.file(scope, id));
    await deps.table.write([{ delete: keys.file(scope, id) }]);
  }
}

/** What was uploaded goes by itself after a day: of these it goes now. */
async function eraseUploads(scope: Scope, erased: Erased, deps: PurgeUses): Promise<void> {
  const equal: string[] = [];
  for await (const { key } of eachObject(deps.objects, objectKeys.uploadsOf(scope))) {
    const bytes = await deps.objects.get(key);
    if (!bytes) continue;
    const content = erased.contentKey({ object: null, text: new TextDecoder().decode(bytes) });
    if (erased.objects.has(deps.sha256(bytes)) || erased.contents.has(content ?? ''))
      equal.push(key);
  }
  for (const key of equal) await deps.objects.delete(key);
}

/** @throws DeeptuneError inputs-in-use */
function assertUnused({ freezing, modelVersions, evaluations, predictions }: Traces): void {
  const users = [
    ...freezing.map(({ id }) => `dataset version '${id}' is being frozen`),
    ...modelVersions.filter(isOpen).map(({ id, status }) => `model version '${id}' is ${status}`),
    ...evaluations
      .filter(({ job }) => job && isOpenJob(job))
      .map(({ id, job }) => `evaluation '${id}' is ${job?.status}`),
    ...predictions
      .filter(({ job }) => isOpenJob(job))
      .map(({ id, job }) => `prediction '${id}' is ${job.status}`),
  ];
  if (users.length === 0) return;
  throw fail(
    'inputsInUse',
    `These inputs are being read: ${users.slice(0, 5).join(', ')}${users.length > 5 ? ` and ${users.length - 5} more` : ''}. Wait until that has ended, or stop it, and send the same request again`,
  );
}

/** As `lib/storage` sets it up. */
const keptByAws =
  'Backups go by themselves: earlier versions of objects after 30 days, the point-in-time recovery of the table after 35';

function keptWords({ modelVersions }: Traces, { objects, copies }: References): string[] {
  const learnt = modelVersions.filter(isLoadable).map(nameOf);
  const weights = `What these model versions learnt stays in their weights, and in the archives of them: ${listed(learnt)}. Delete them to be rid of that, and train anew`;
  const shared = [...new Set(objects.values())];
  return [
    ...(learnt.length > 0 ? [weights] : []),
    ...(shared.length > 0
      ? [`Images or masks stay that others have as well: ${listed(shared)}. Purge those too`]
      : []),
    ...(copies.length > 0
      ? [`${copies.length} other inputs of this app have the same content and stay; see copies`]
      : []),
  ];
}

const nameOf = ({ modelId, id }: ModelVersion) => `'${id}' of model '${modelId}'`;

function listed(names: readonly string[]): string {
  const more = names.length - 20;
  return names.slice(0, 20).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
