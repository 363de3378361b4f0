import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { deleteVersion } from '../../../deletion/delete-version.ts';
import { fineTunedModel, jobIdOf, usableModel } from '../jobs/fine-tuning-job.ts';
import { seconds } from '../instants.ts';
import { findJob, listJobs } from '../jobs/jobs.ts';
import type { JobAndVersion } from '../jobs/jobs.ts';
import type { OpenAiModel } from '../../wire/messages.ts';
import { notFound } from '../open-ai-error.ts';
import { templatesToChoose } from '../jobs/start-job.ts';

/**
 * What a job may name as its model: the templates, and every model that was fine-tuned in this app
 * to the end.
 */
export async function listModels(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<OpenAiModel[]> {
  const usable = (await listJobs(scope, deps)).filter(
    ({ job, version }) => usableModel(job, version) !== null,
  );
  return [...templatesToChoose().map(({ id }) => templateToWire(id)), ...usable.map(jobToModel)];
}

/** @throws OpenAiError 404 */
export async function getModel(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<OpenAiModel> {
  if (templatesToChoose().some((template) => template.id === id)) return templateToWire(id);
  return jobToModel(await jobThatMade(scope, id, deps));
}

/**
 * Deletes a fine-tuned model: every training of its job, and the job, which is nothing without
 * them. The bill stays.
 * @throws OpenAiError 404, also for a template and for a model that was not trained to the end
 */
export async function deleteModel(
  scope: Scope,
  id: string,
  deps: Pick<
    Dependencies,
    'table' | 'predictor' | 'jobs' | 'objects' | 'now' | 'newId' | 'sha256' | 'events'
  >,
): Promise<void> {
  const { job } = await jobThatMade(scope, id, deps);
  // Children before their parents.
  for (const versionId of [...job.versionIds].reverse())
    await deleteVersion({ scope, modelId: job.modelId, versionId }, deps);
  await deps.table.write([{ delete: keys.fineTuningJob(scope, job.id) }]);
}

/** The job whose model this is, trained to the end. @throws OpenAiError 404 */
async function jobThatMade(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<JobAndVersion> {
  const jobId = jobIdOf(id);
  const found = jobId === undefined ? undefined : await findJob(scope, jobId, deps);
  if (!found || usableModel(found.job, found.version) !== id)
    throw notFound(`The model '${id}' does not exist`, 'model');
  return found;
}

function templateToWire(id: string) {
  return { id, object: 'model', created: 0, owned_by: 'deeptune' };
}

function jobToModel({ job, version }: JobAndVersion) {
  const [id, created] = [fineTunedModel(job), seconds(job.createdAt)];
  return { id, object: 'model', created, owned_by: version.scope.userId };
}
