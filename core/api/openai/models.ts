import type { JsonObject } from '../../catalog/model-type.ts';
import { keys } from '../../ports/keys.ts';
import type { Scope } from '../../ports/keys.ts';
import type { Dependencies } from '../../training/dependencies.ts';
import { deleteVersion } from '../../version/delete-version.ts';
import { jobIdOf, usableModel } from './fine-tuning-job.ts';
import { seconds } from './job-wire.ts';
import { getJob, listJobs } from './jobs.ts';
import { notFound } from './open-ai-error.ts';
import { templatesToChoose } from './start-job.ts';

/** What a job may name as its model: the templates, and every model that was fine-tuned in this app to the end. */
export async function listModels(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<(JsonObject & { readonly id: string })[]> {
  const fineTuned = (await listJobs(scope, deps)).flatMap(({ job, version }) => {
    const id = usableModel(job, version);
    return id === null ? [] : [modelToWire(id, seconds(job.createdAt), scope.userId)];
  });
  return [...templatesToChoose().map(({ id }) => modelToWire(id, 0, 'deeptune')), ...fineTuned];
}

/** @throws OpenAiError 404 */
export async function getModel(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<JsonObject> {
  const found = (await listModels(scope, deps)).find((model) => model.id === id);
  if (!found) throw unknown(id);
  return found;
}

/**
 * Deletes a fine-tuned model: every training of its job, and the job, which is nothing without them. The bill stays.
 * @throws OpenAiError 404, also for a template and for a model that was not trained to the end
 */
export async function deleteModel(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table' | 'predictor'>,
): Promise<void> {
  const jobId = jobIdOf(id);
  if (jobId === undefined) throw unknown(id);
  const { job, version } = await getJob(scope, jobId, deps);
  if (usableModel(job, version) !== id) throw unknown(id);
  for (const versionId of job.versionIds)
    await deleteVersion({ scope, modelId: job.modelId, versionId }, deps);
  await deps.table.write([{ delete: keys.fineTuningJob(scope, job.id) }]);
}

function unknown(id: string) {
  return notFound(`The model '${id}' does not exist`, 'model');
}

function modelToWire(id: string, created: number, owner: string) {
  return { id, object: 'model', created, owned_by: owner };
}
