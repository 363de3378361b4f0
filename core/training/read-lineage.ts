import type { LineDelta } from '../model/lineage.ts';
import { nothingLearnt } from '../model/lineage.ts';
import type { Model } from '../model/model.ts';
import type { ModelVersion, TrainingConfig } from '../model/model-version.ts';
import type { Dependencies } from '../ports/host.ts';
import { keys } from '../records/keys.ts';
import { eachRecord, readAll } from '../records/records.ts';
import { trainingRows } from './training-rows.ts';
import type { FoundAncestor } from './line/ancestors.ts';
import { ancestorsOf } from './line/ancestors.ts';
import { lineOf, rowsOf } from './line/find-line.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

/** Where a version comes from, and what was trained again from it. */
export interface Lineage {
  /** From the root of its line to its parent. */
  readonly ancestors: readonly FoundAncestor[];
  /** Of every model of the app, the oldest first. */
  readonly children: readonly ModelVersion[];
  readonly delta: LineDelta;
}

export async function readLineage(version: ModelVersion, deps: Uses): Promise<Lineage> {
  const ancestors: FoundAncestor[] = [];
  for await (const ancestor of ancestorsOf(version, deps)) ancestors.unshift(ancestor);
  return {
    ancestors,
    children: await childrenOf(version, deps),
    delta: await deltaOf(version, ancestors.at(-1)?.version, deps),
  };
}

/** Versions that go on from a version, open ones too; of every model of its app. */
export async function childrenOf(
  version: Pick<ModelVersion, 'scope' | 'id' | 'modelTypeId'>,
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion[]> {
  return (await usersOf(version, deps)).filter(
    (user) => 'training' in user && user.training.parent?.versionId === version.id,
  );
}

/** Its children, and the points that were made between their parent and it. */
export async function usersOf(
  { scope, id, modelTypeId }: Pick<ModelVersion, 'scope' | 'id' | 'modelTypeId'>,
  { table }: Pick<Dependencies, 'table'>,
): Promise<ModelVersion[]> {
  const children: ModelVersion[] = [];
  for (const model of await readAll<Model>(table, keys.modelsOf(scope))) {
    if (model.modelTypeId !== modelTypeId) continue;
    const versions = eachRecord<ModelVersion>(table, keys.versionsOf(scope, model.id));
    for await (const { value } of versions)
      if ('training' in value && startsFrom(value.training, id)) children.push(value);
  }
  return children.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

function startsFrom({ parent, dial }: TrainingConfig, id: string): boolean {
  return parent?.versionId === id || dial?.candidateVersionId === id;
}

/** As its record says; of a version that an earlier release trained, counted by its rows. */
async function deltaOf(
  version: ModelVersion,
  parent: ModelVersion | undefined,
  deps: Uses,
): Promise<LineDelta> {
  if (!('training' in version)) return nothingLearnt;
  if (version.lineage) return version.lineage.delta;
  if (version.awaitsDataset) return nothingLearnt;
  const rows = await rowsOf(version, deps);
  if (!rows) return nothingLearnt;
  const { hyperparameters } = version.training;
  if (parent) return (await trainingRows(rows, { parent, hyperparameters }, deps)).delta;
  const { line } = await lineOf(version, deps);
  const [inputs, evaluationInputs] = [line.count(), line.count('test')];
  return {
    ...{ ...nothingLearnt, inputs, added: inputs },
    ...{ evaluationInputs, evaluationAdded: evaluationInputs },
  };
}
