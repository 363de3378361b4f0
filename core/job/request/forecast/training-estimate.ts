import { rateFor } from '../../../billing/rating/rate-for.ts';
import type { Rate } from '../../../billing/rating/rate-of.ts';
import { findInstanceType } from '../../../catalog/instance-types.ts';
import { findModelType } from '../../../catalog/catalog.ts';
import type { StartingWeights } from '../../../catalog/base-models/starting-weights.ts';
import { startingWeightsOf } from '../../../catalog/base-models/starting-weights.ts';
import type { Template } from '../../../catalog/model-type.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import type { TrainingCounts } from '../../../dataset/version/training-counts.ts';
import { workDataOf } from './work-data-of.ts';
import type { DataSize } from '../../../estimate/data-transfer.ts';
import { estimateTraining } from '../../../estimate/estimate.ts';
import type { TrainingEstimate } from '../../../estimate/estimate.ts';
import type { Alternative, JobToForecast } from '../../../estimate/forecast/job-forecast.ts';
import { assertFits } from '../../../estimate/memory/training-memory.ts';
import type { TrainingFacts } from '../../../estimate/work/training-facts.ts';
import type { InputSizes } from '../../../estimate/work/work-data.ts';
import { workloadOf } from '../../../estimate/work/workload-of.ts';
import type { PlannedWork } from '../../../estimate/work/workload-of.ts';
import type { JsonObject } from '../../../json.ts';
import type { ConceptRef } from '../../../model/model-version.ts';
import { servingNote } from '../../../model/serving.ts';
import type { Scope } from '../../../records/keys.ts';
import { allowedInstanceTypes } from '../instance.ts';
import type { IncrementalCounts } from '../../../estimate/incremental-counts.ts';
import { normalTest } from '../rows/row-facts.ts';
import { transferFor } from './data-size.ts';
import { epochsRunOf, jobToForecast } from './forecast-job.ts';
import type { Forecasted, ForecastUses } from './forecast-job.ts';
import { experienceOf } from './learnt.ts';
import type { Experience } from './learnt.ts';

/** What is asked about a training. */
export interface TrainingQuestion {
  readonly scope: Scope;
  readonly modelTypeId: string;
  readonly template: Template;
  readonly hyperparameters: JsonObject;
  /** Of the dataset version, or a mere number; what a child reads says `incremental`. */
  readonly inputCount: number;
  /** Where it is to run, see `chooseInstanceType`. */
  readonly instanceType: string;
  /** Characters of the longest input; absent: not known yet, or no text. */
  readonly maxTextLength?: number;
  /** What the weights begin with; absent: as a training without a parent. */
  readonly startsFrom?: StartingWeights;
  /** What of the inputs lies in the bucket; absent: not known yet, or nothing. */
  readonly data?: DataSize | undefined;
  readonly incremental?: IncrementalCounts | undefined;
  /** Epochs of the template, where half of them are run because none were named. */
  readonly defaultEpochs?: number | undefined;
  /** Absent: there is only the number of inputs. */
  readonly dataset?: DatasetVersion | undefined;
  /** Of the rows that are read; absent: those of the dataset version. */
  readonly counts?: TrainingCounts | undefined;
  /** Lengths of their texts; absent: as the dataset version says. */
  readonly sizes?: InputSizes | undefined;
  /** That it learns; absent: not known yet. */
  readonly concepts?: readonly ConceptRef[];
  /** Nothing is learnt: a version is made of a point between two others. */
  readonly isDial?: boolean;
  /** As it was promised; absent: by the rate card in force. */
  readonly rate?: Rate | undefined;
}

/** With what is kept of it as the training's promise. */
export type EstimatedTraining = TrainingEstimate & Forecasted;

/** How an estimate that is asked for differs from one that a job needs. */
export interface EstimateOptions {
  /** What could be chosen instead of its settings; absent: nothing is said of that. */
  readonly alternatives?: (facts: TrainingFacts) => readonly Alternative[];
  /** What the user's jobs taught, where several estimates share it; absent: it is read. */
  readonly experience?: () => Promise<Experience>;
}

/**
 * The estimate of one training, with what this user's finished jobs teach.
 * @throws DeeptuneError training-does-not-fit where the instance cannot hold it
 */
export async function estimateFor(
  question: TrainingQuestion,
  deps: ForecastUses,
  { alternatives = () => [], experience: learnt }: EstimateOptions = {},
): Promise<EstimatedTraining> {
  const { settings } = deps;
  const { instanceType, template, hyperparameters } = question;
  assertHeld(question, deps);
  const rate = question.rate ?? (await rateFor(instanceType, question.scope.userId, deps));
  const startsFrom = question.startsFrom ?? startingWeightsOf(template, hyperparameters, settings);
  const experience = await (learnt?.() ?? experienceOf(question.scope.userId, deps));
  const facts = factsOf({ ...question, startsFrom }, experience, deps);
  const work = workloadOf(facts);
  const job = {
    ...jobToForecast(work, { ...experience, instanceType }, deps),
    alternatives: alternatives(facts),
  };
  const estimate = estimateTraining({
    ...formulaInput({ ...question, startsFrom }, experience, deps),
    job,
    microsPerHour: rate.microsPerHour,
    minimumMicrosPerJob: rate.minimumMicrosPerJob,
    rateDerivation: rate.derivation,
    maxRuntimeSeconds: settings.maxRuntimeSeconds,
    transfer: transferFor(question),
    notPredictable: servingNote(question, settings),
  });
  return { ...estimate, ...forecasted(estimate, { question, work, job }), rate };
}

type Begun = TrainingQuestion & { readonly startsFrom: StartingWeights };

/** What Clarifai's formula sees of it. */
function formulaInput(question: Begun, experience: Experience, { settings }: ForecastUses) {
  const { modelTypeId, template, hyperparameters, inputCount, startsFrom, incremental } = question;
  const instance = findInstanceType(question.instanceType);
  return {
    ...{ modelTypeId, template, hyperparameters, inputCount, startsFrom },
    accelerator: settings.accelerator,
    epochsRun: epochsRunOf(experience, { modelTypeId, templateId: template.id }),
    ...(instance ? { gpu: instance.gpuName } : {}),
    ...(incremental ? { incremental } : {}),
    ...(question.isDial ? { isDial: true } : {}),
    ...(question.defaultEpochs === undefined ? {} : { defaultEpochs: question.defaultEpochs }),
  };
}

/** @throws DeeptuneError training-does-not-fit */
function assertHeld(question: TrainingQuestion, { settings }: ForecastUses): void {
  const { modelTypeId, template, hyperparameters, inputCount, startsFrom, data } = question;
  const capacity = findInstanceType(question.instanceType) ?? settings.capacity;
  if (!capacity) return;
  assertFits({
    ...{ modelTypeId, template, hyperparameters, inputCount, capacity },
    maxTextLength: question.maxTextLength ?? 0,
    allowed: allowedInstanceTypes(settings),
    ...(startsFrom ? { startsFrom } : {}),
    ...(data ? { data } : {}),
  });
}

/** Inputs that it reads: of a child those that are new to it, and others of its parent's. */
function readCountOf({ inputCount, incremental }: TrainingQuestion): number {
  return incremental ? incremental.newCount + incremental.replayCount : inputCount;
}

function factsOf(
  question: Begun,
  experience: Experience,
  { settings }: ForecastUses,
): TrainingFacts {
  const { modelTypeId, template, hyperparameters, startsFrom, concepts = [] } = question;
  const { dataset, counts, incremental, sizes } = question;
  const { learnsFrom } = findModelType(modelTypeId);
  return {
    ...{ modelTypeId, template, hyperparameters, startsFrom },
    accelerator: settings.accelerator,
    data: workDataOf({
      ...{ dataset, counts, incremental, inputCount: readCountOf(question) },
      ...(sizes ? { sizes: { ...dataset?.inputSizes, ...sizes } } : {}),
      needsLabels: learnsFrom === 'concepts',
      ...(learnsFrom === 'normal' ? { isNormal: normalTest(concepts) } : {}),
    }),
    isIncremental: incremental !== undefined,
    ...(question.isDial ? { isDial: true, epochs: 0 } : {}),
    epochsRun: epochsRunOf(experience, { modelTypeId, templateId: template.id }),
  };
}

function forecasted(
  { forecast }: TrainingEstimate,
  made: {
    readonly question: TrainingQuestion;
    readonly work: PlannedWork;
    readonly job: JobToForecast;
  },
): Omit<Forecasted, 'rate'> {
  const { question, work, job } = made;
  const { instanceType } = question;
  const inputCount = readCountOf(question);
  const basis = { inputCount, epochs: work.epochs, deviceId: job.device.id, instanceType };
  return { forecast, workload: work.workload, basis };
}
