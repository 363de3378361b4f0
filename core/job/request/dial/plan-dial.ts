import { findModelType, findTemplate } from '../../../catalog/catalog.ts';
import { findDatasetVersion, assertReady } from '../../../dataset/version/dataset-version-store.ts';
import { fail } from '../../../errors.ts';
import { nothingLearnt } from '../../../model/lineage.ts';
import type { ConceptRef, DialPoint, LoadableVersion } from '../../../model/model-version.ts';
import { servingNote } from '../../../model/serving.ts';
import { evaluationRows } from '../../../training/dial/evaluation-rows.ts';
import { startsFromOf } from '../base-model.ts';
import { dataSizeOf, transferFor } from '../forecast/data-size.ts';
import type { TrainingQuestion } from '../forecast/training-estimate.ts';
import { estimateFor } from '../forecast/training-estimate.ts';
import { chooseInstanceType } from '../instance.ts';
import type { TrainingPlan, TrainingUses } from '../plan-training.ts';
import { LaidOutCounter, measuredOnly } from '../rows/laid-out.ts';
import type { TrainingRequest } from '../training-request.ts';
import { assertPoint, findDial } from './dial-candidate.ts';

/** A training request that asks for a point of a dial. */
export type DialRequest = TrainingRequest & { readonly dial: DialPoint };

export function isDialRequest(asked: TrainingRequest): asked is DialRequest {
  return asked.dial !== undefined;
}

/**
 * Checks a job without steps that makes a version of a point between a candidate and its parent,
 * and works out what it means: settings, concepts and data are the candidate's, of the parent where
 * the point is the parent.
 * @throws DeeptuneError those of `findDial` and `assertPoint`
 */
export async function planDial(asked: DialRequest, deps: TrainingUses): Promise<TrainingPlan> {
  const { scope, modelId, dial } = asked;
  const ref = { scope, modelId, versionId: dial.candidateVersionId };
  const ends = await findDial(ref, deps);
  assertPoint(dial, ends);
  const { candidate, parent } = ends;
  const { training } = candidate;
  const modelType = findModelType(candidate.modelTypeId);
  const template = findTemplate(modelType, training.templateId);
  const dataset = await findDatasetVersion(scope, training, deps);
  assertReady(dataset);
  const { hyperparameters } = training;
  const named = asked.params['instance_type'];
  const asWhere = typeof named === 'string' ? named : (training.instanceType ?? '');
  const recipe = {
    ...{ modelType, template, hyperparameters },
    invalidDataTolerancePercent: training.invalidDataTolerancePercent,
    inferenceParams: (dial.weight === 0 ? parent : candidate).inferenceParams ?? {},
    outputConfig: candidate.outputConfig ?? {},
    instanceType: chooseInstanceType(offeredHere(asWhere, deps), deps.settings),
  };
  const notPredictable = servingNote({ ...recipe, modelTypeId: modelType.id }, deps.settings);
  const plan: TrainingPlan = {
    ...recipe,
    asked,
    startsFrom: startsFromOf(candidate, deps.settings),
    concepts: conceptsOfPoint(dial, { candidate, parent }),
    chosen: { dataset, isNew: false },
    parent,
    ...(notPredictable === undefined ? {} : { notPredictable }),
  };
  return { ...plan, worked: await workOut(plan, candidate, deps) };
}

/** The laptop trains where its host was started, whatever the candidate was trained on. */
function offeredHere(instanceType: string, { settings }: Pick<TrainingUses, 'settings'>): string {
  return settings.host === 'laptop' ? '' : instanceType;
}

/** The parent's own where the point is the parent. */
export function conceptsOfPoint(
  { weight }: DialPoint,
  ends: { readonly candidate: LoadableVersion; readonly parent: LoadableVersion },
): readonly ConceptRef[] {
  return (weight === 0 ? ends.parent : ends.candidate).training.concepts;
}

async function workOut(
  plan: TrainingPlan,
  candidate: LoadableVersion,
  deps: TrainingUses,
): Promise<NonNullable<TrainingPlan['worked']>> {
  const { asked, concepts, chosen, modelType } = plan;
  const counter = new LaidOutCounter(concepts);
  const rows = evaluationRows(asked.scope, asked.dial!.candidateVersionId, deps);
  for await (const _row of counter.laidOut(counter.own(rows))) void _row;
  const { inputCount, maxTextLength, sizes, counts, incremental } = measuredOnly(counter);
  if (inputCount === 0)
    throw fail(
      'doesNotExist',
      `Nothing is left of the evaluation set of version '${asked.dial!.candidateVersionId}': its inputs were deleted, and a point of its dial could not be measured`,
    );
  const question: TrainingQuestion = {
    ...plan,
    scope: asked.scope,
    modelTypeId: modelType.id,
    ...{ inputCount, maxTextLength, sizes, counts, concepts },
    data: dataSizeOf(chosen.dataset, inputCount),
    incremental,
    dataset: chosen.dataset,
    isDial: true,
  };
  const estimate = await estimateFor(question, deps);
  const transfer = transferFor(question);
  // It learns nothing: its line knows what the candidate's does.
  const inputs = candidate.lineage?.delta.inputs ?? inputCount;
  const delta = { ...nothingLearnt, inputs, evaluationInputs: inputCount };
  return { estimate, delta, ...(transfer ? { transfer } : {}), warnings: [] };
}
