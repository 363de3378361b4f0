import { findModelType, findTemplate } from '../../catalog/catalog.ts';
import { trainerBaseModel } from '../../catalog/base-models/starting-weights.ts';
import { objectsOf } from '../../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { awaitFrozen } from '../../dataset/version/dataset-version-store.ts';
import { readManifest } from '../../dataset/version/freeze.ts';
import { eachManifestRow, writeManifest } from '../../dataset/version/manifest.ts';
import { fail } from '../../errors.ts';
import { eachObject } from '../../records/each-object.ts';
import { trainingJobName } from '../../records/job-names.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { getVersion } from '../../model/version-store.ts';
import { attemptSeconds } from '../workflow/limits.ts';
import type { TrainingState } from '../workflow/state.ts';
import { assertBaseModelStaged, startsFromOf } from '../request/base-model.ts';
import type { Dependencies } from '../../ports/host.ts';
import { waitForDataset, withDataset } from './dataset-wait.ts';
import { hyperparametersOf } from './job-spec.ts';
import { runStep } from './step.ts';
import { trainingRows } from '../../training/training-rows.ts';

type Uses = Pick<
  Dependencies,
  'table' | 'objects' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256'
>;

/**
 * Prepare: lays out under the version's own prefix what its training job will read: the rows, the list of their objects, the job description and a
 * copy of the parent's artifact (a parent never changes). Written anew with the same content when repeated. Answers `wait` while the dataset version
 * is being frozen.
 */
export function prepare(state: TrainingState, deps: Uses): Promise<TrainingState> {
  return runStep(state, deps.table, async ({ value: asked }) => {
    if (!('training' in asked))
      throw fail('modelInvalidRequest', `Version '${asked.id}' has no training`);
    const dataset = await awaitFrozen(asked.scope, asked.training, deps);
    if (dataset === 'pending') return waitForDataset(state, asked);
    const version = await withDataset(asked, deps);
    const { templateId, parent: resumed } = version.training;
    const template = findTemplate(findModelType(version.modelTypeId), templateId);
    const startsFrom = startsFromOf(version, deps.settings);
    // Asked again: between the order and a place in the queue, somebody may have removed it.
    await assertBaseModelStaged({ template, startsFrom, parent: resumed }, deps);
    const parent = await parentOf(version, deps);
    const rows = parent
      ? await trainingRows(await readManifest(version.scope, dataset, deps), parent, deps)
      : eachManifestRow(version.scope, dataset, deps);
    await writeJob({ version, parent, rows, attempt: state.attempt }, deps);
    if (parent) await copyArtifact(parent, version, deps);
    const { maxRuntimeSeconds } = version.reservation;
    const trainTimeoutSeconds = attemptSeconds(maxRuntimeSeconds, deps.settings.useSpot);
    return { outcome: 'prepared', waits: 0, trainTimeoutSeconds };
  });
}

type Requested = Extract<ModelVersion, { training: unknown }>;

async function parentOf(version: Requested, deps: Uses): Promise<ModelVersion | undefined> {
  const { parent } = version.training;
  return parent && (await getVersion(deps.table, { scope: version.scope, ...parent })).value;
}

async function writeJob(
  what: {
    version: Requested;
    parent: ModelVersion | undefined;
    rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>;
    attempt: number;
  },
  deps: Uses,
): Promise<void> {
  const { version, rows } = what;
  const put = (key: string, text: string) => deps.objects.put(key, new TextEncoder().encode(text));
  const prefix = objectKeys.trainPrefix(version.scope, version.id);
  const names = new Set<string>();
  async function* seen(): AsyncGenerator<ManifestRow> {
    for await (const row of rows) {
      for (const name of objectsOf(row)) names.add(name);
      yield row;
    }
  }
  const digest = await writeManifest(`${prefix}manifest.jsonl`, seen(), deps);
  await put(`${prefix}job.json`, JSON.stringify(jobDescription(what, digest, deps), null, 2));
  await put(
    objectKeys.objectsManifest(version.scope, version.id),
    JSON.stringify(objectList(version, names, deps)),
  );
}

/** `job.json`, as `container/README.md` says. */
function jobDescription(
  what: { version: Requested; parent: ModelVersion | undefined; attempt: number },
  datasetDigest: string,
  deps: Uses,
): object {
  const { version } = what;
  const { training } = version;
  const modelType = findModelType(version.modelTypeId);
  const template = findTemplate(modelType, training.templateId);
  return {
    schemaVersion: 1,
    trainingJobName: trainingJobName(version.id, what.attempt, deps.settings.namePrefix),
    modelVersionId: version.id,
    parentVersionId: what.parent?.id ?? null,
    modelType: modelType.id,
    template: template.id,
    recipe: modelType.recipe,
    baseModel: trainerBaseModel(startsFromOf(version, deps.settings)),
    concepts: training.concepts.map(({ id, name }) => ({ id, name })),
    datasetVersionId: training.datasetVersionId,
    datasetDigest,
    seed: training.seed,
    invalidDataTolerancePercent: training.invalidDataTolerancePercent,
    hyperparameters: hyperparametersOf(version),
  };
}

/** The objects of the rows in SageMaker's manifest format, so that a job downloads these and no others. */
function objectList(version: Requested, names: ReadonlySet<string>, deps: Uses): unknown[] {
  const prefix = deps.objects.uri(objectKeys.inputsPrefix(version.scope));
  return [{ prefix }, ...[...names].sort()];
}

async function copyArtifact(parent: ModelVersion, child: Requested, deps: Uses): Promise<void> {
  const from = objectKeys.exportPrefix(parent.scope, parent.id);
  const to = objectKeys.parentPrefix(child.scope, child.id);
  for await (const { key } of eachObject(deps.objects, from))
    await deps.objects.copy(key, to + key.slice(from.length));
}
