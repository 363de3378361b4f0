import type { Client } from '../../client/client.ts';
import type { RunningServer } from '../../local/server.ts';
import { until } from '../until.ts';
import { OpenAiClient } from './open-ai-client.ts';
import { versionIds } from './seed.ts';
import type { KnownIds } from './seed.ts';

/** Trains the app's `reader` and evaluates and exports what came of it. */
export async function trainedReader(client: Client): Promise<KnownIds> {
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'things', num_epochs: 1 };
  const started = await client.call(
    'PostModelVersions',
    { model_id: 'reader' },
    { model_versions: [{ train_info: { params } }] },
  );
  const { id } = started.model.model_version;
  const version = { model_id: 'reader', version_id: id };
  await until(120, async () => {
    const { model_version: now } = await client.call('GetModelVersion', version);
    if (now.status.code === 21106) throw new Error(`the reader's training failed`);
    return now.status.code === 21100 ? true : undefined;
  });
  await client.call('PutModelVersionExports', version);
  return { ...versionIds(id), ...(await answered(client, id)) };
}

/** An evaluation and a batch prediction of a version, both done by a job. */
async function answered(client: Client, versionId: string): Promise<KnownIds> {
  const dataset = { id: 'things', version: { id: 'v1' } };
  const { eval_metrics } = await client.call(
    'PostModelVersionEvaluations',
    { model_id: 'reader', model_version_id: versionId },
    { eval_metrics: [{ ground_truth_dataset: dataset }] },
  );
  const evaluation_id = eval_metrics[0]?.id ?? '';
  const version = { model_id: 'reader', version_id: versionId };
  const { prediction } = await client.call('PostModelVersionPredictions', version, {
    prediction: { dataset },
  });
  const prediction_id = prediction.id;
  await until(120, async () => {
    const { eval_metrics: found } = await client.call('GetEvaluation', { evaluation_id });
    const { prediction: now } = await client.call('GetModelVersionPrediction', {
      ...version,
      prediction_id,
    });
    return found?.status?.code === 21300 && now.job.status === 'completed' ? true : undefined;
  });
  return { evaluation_id, prediction_id };
}

/** A fine-tuned model of OpenAI's kind, with its job and its file. */
export async function fineTuned(
  server: Pick<RunningServer, 'url' | 'key'>,
  appId: string,
): Promise<KnownIds> {
  const client = new OpenAiClient(server, appId);
  const file = await client.upload();
  const { id } = await client.startJob(file);
  const model = await until(120, async () => {
    const job = await client.job(id);
    if (job.status === 'failed') throw new Error('the fine-tuning failed');
    return job.fine_tuned_model ?? undefined;
  });
  const names = { model, 'fine-tuned-model': model };
  return { file_id: file, 'file-id': file, fine_tuning_job_id: id, ...names };
}

/** Operation -> a job that it can be asked of once. The service that is asked must not train. */
export async function waitingJobs(
  server: RunningServer,
  appId: string,
  fileId: string,
): Promise<Record<string, KnownIds>> {
  const client = new OpenAiClient(server, appId);
  const jobs: Record<string, KnownIds> = {};
  for (const does of ['cancel', 'pause', 'resume'])
    jobs[`${does}FineTuningJob`] = { fine_tuning_job_id: (await client.startJob(fileId)).id };
  const paused = jobs['resumeFineTuningJob']?.['fine_tuning_job_id'] ?? '';
  await client.pause(paused);
  await until(60, async () => (await client.isPaused(paused)) || undefined);
  return jobs;
}
