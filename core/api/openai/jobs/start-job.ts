import { findModelType } from '../../../catalog/catalog.ts';
import type { Template } from '../../../catalog/model-type.ts';
import type { JsonObject } from '../../../json.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { readAll } from '../../../records/records.ts';
import { nextSequence } from '../../../records/sequence.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { startTraining } from '../../../job/request/start-training.ts';
import { createModel } from '../../../model/create-model.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { isLoadable } from '../../../model/model-version.ts';
import type { FineTuningJob } from './fine-tuning-job.ts';
import { isPaused, jobIdOf, newJobId, statusOf } from './fine-tuning-job.ts';
import type { OpenAiHyperparameters } from './hyperparameters.ts';
import { toParams } from './hyperparameters.ts';
import type { JobAndVersion } from './jobs.ts';
import { getJob, jobWrite } from './jobs.ts';
import { OpenAiError, invalid, notFound } from '../open-ai-error.ts';
import { datasetOf } from '../files/training-data.ts';

export interface JobRequest {
  readonly model: string;
  readonly trainingFile: string;
  readonly validationFile: string | null;
  readonly suffix: string | null;
  readonly seed?: number;
  readonly hyperparameters: OpenAiHyperparameters;
  readonly metadata: Readonly<Record<string, string>>;
}

const modelTypeId = 'text-to-text';

/**
 * Starts a training on the lines of a file; from the weights of a fine-tuned model where `model`
 * names one.
 * @throws OpenAiError 400, 404; DeeptuneError of `startTraining`
 */
export async function createJob(
  scope: Scope,
  request: JobRequest,
  deps: Dependencies,
): Promise<JobAndVersion> {
  const base = await baseOf(scope, request.model, deps);
  const datasetId = await datasetOf(scope, request, deps);
  const { model, trainingFile, validationFile, suffix, metadata } = request;
  const { rateMultiplier } = request.hyperparameters;
  const job: FineTuningJob = {
    id: newJobId(deps.newId()),
    createdAt: deps.now(),
    sequence: nextSequence(await readAll<FineTuningJob>(deps.table, keys.fineTuningJobsOf(scope))),
    templateId: base.template.id,
    modelId: base.modelId,
    versionIds: [],
    wish: null,
    ...{ model, trainingFile, validationFile, suffix, metadata },
    ...(rateMultiplier === undefined ? {} : { rateMultiplier }),
  };
  const seed = request.seed === undefined ? {} : { seed: request.seed };
  const params = { ...toParams(base.template, request.hyperparameters), ...seed };
  return start(scope, { job, datasetId, params, ...base }, deps);
}

interface Base {
  readonly template: Template;
  readonly modelId: string;
  readonly parentId?: string;
}

/**
 * What a model's name means: a fine-tuned model of this app, a template, or a base model's id on
 * the hub.
 */
async function baseOf(scope: Scope, model: string, deps: Dependencies): Promise<Base> {
  const jobId = jobIdOf(model);
  if (jobId !== undefined) {
    const { job, version } = await getJob(scope, jobId, deps);
    if (!isLoadable(version)) throw notFound(`The model '${model}' is not trained`, 'model');
    return { template: templateNamed(job.templateId), modelId: job.modelId, parentId: version.id };
  }
  const template = templateNamed(model);
  const modelId = `fine-tuned-${template.id}`;
  if (!(await deps.table.get(keys.model(scope, modelId))))
    await createModel(
      scope,
      {
        id: modelId,
        name: modelId,
        modelTypeId,
        description: '',
        notes: '',
        metadata: {},
        concepts: [],
      },
      deps,
    );
  return { template, modelId };
}

/** Templates that a caller may name, by id, by an earlier id or by their base model. */
export function templatesToChoose(): readonly Template[] {
  return findModelType(modelTypeId).templates.filter((template) => !template.internalOnly);
}

function templateNamed(name: string): Template {
  const found = templatesToChoose().find(
    ({ id, aliases, baseModel }) => id === name || aliases?.includes(name) || baseModel.id === name,
  );
  if (found) return found;
  const known = templatesToChoose().map(({ id }) => id);
  throw new OpenAiError(
    { httpStatus: 404, code: 'model_not_found', param: 'model' },
    `The model '${name}' does not exist; choose one of ${known.join(', ')}, or a fine-tuned one`,
  );
}

async function start(
  scope: Scope,
  what: Base & {
    readonly job: FineTuningJob;
    readonly datasetId: string;
    readonly datasetVersionId?: string;
    readonly params: JsonObject;
    readonly rev?: number;
  },
  deps: Dependencies,
): Promise<JobAndVersion> {
  const { job, modelId, parentId, datasetId, datasetVersionId } = what;
  const after = (version: ModelVersion): FineTuningJob => ({
    ...job,
    wish: null,
    versionIds: [...job.versionIds, version.id],
  });
  const order = {
    scope,
    modelId,
    params: { ...what.params, template: what.template.id },
    datasetId,
    ...(datasetVersionId === undefined ? {} : { datasetVersionId }),
    concepts: [],
    inferenceParams: {},
    description: job.id,
    ...(parentId === undefined ? {} : { resumeFrom: { scope, modelId, versionId: parentId } }),
  };
  const also = (version: ModelVersion) => [jobWrite(scope, after(version), what.rev)];
  const version = await startTraining({ order, requestHash: job.id, also }, deps);
  return { job: after(version), version };
}

/**
 * Takes a paused job up again, from what it had learnt, on the same data.
 * @throws OpenAiError 404; 400 for a job that is not paused
 */
export async function resumeJob(
  scope: Scope,
  id: string,
  deps: Dependencies,
): Promise<JobAndVersion> {
  const { job, version, rev } = await getJob(scope, id, deps);
  if (!isPaused(job, version) || !('training' in version))
    throw invalid(
      'fine_tuning_job_id',
      `Job ${id} is ${statusOf(job, version)}; only a paused one can be resumed`,
    );
  const { datasetId, datasetVersionId, hyperparameters, instanceType, parent } = version.training;
  const parentId = isLoadable(version) ? version.id : parent?.versionId;
  return start(
    scope,
    {
      job,
      rev,
      datasetId,
      datasetVersionId,
      params: { ...hyperparameters, ...(instanceType ? { instance_type: instanceType } : {}) },
      template: templateNamed(job.templateId),
      modelId: job.modelId,
      ...(parentId === undefined ? {} : { parentId }),
    },
    deps,
  );
}
