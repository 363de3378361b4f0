import { Lab } from '../../core/api/lab.ts';
import type { Account } from '../account.ts';
import { scope } from '../account.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import type { FakeExecution } from '../../wire/step-functions.ts';
import { getEvaluation } from '../../../core/evaluation/evaluation.ts';
import type { InferenceJob } from '../../../core/model/inference-job.ts';
import { isOpenJob } from '../../../core/model/inference-job.ts';
import { getBatchPrediction } from '../../../core/prediction/batch-prediction.ts';
import { eachObject } from '../../../core/records/each-object.ts';
import { keys } from '../../../core/records/keys.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { readAll } from '../../../core/records/records.ts';

type Kind = 'evaluate' | 'predict';

/** An evaluation or a batch prediction, and its job. */
interface Started {
  readonly id: string;
  readonly jobId: string;
}

/** Asks again until `find` answers something, for two seconds at most. */
async function soon<T>(find: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`not within two seconds: ${find.toString()}`);
}

/** A trained text classifier in a deployed account, whose next jobs run until a test ends them. */
export class InferenceLab {
  readonly lab: Lab;
  readonly versionId: string;
  readonly #held: FakeExecution[] = [];
  #onStart: ((execution: FakeExecution) => void) | undefined;

  constructor(lab: Lab, versionId: string) {
    this.lab = lab;
    this.versionId = versionId;
    this.account.container = () => undefined;
  }

  get account(): Account {
    return this.lab.account;
  }

  async start(kind: Kind): Promise<Started> {
    const dataset = { id: 'more', version: { id: 'more-1' } };
    if (kind === 'predict') {
      const path = `/models/reader/versions/${this.versionId}/predictions`;
      const { prediction } = await this.lab.must('POST', path, { prediction: { dataset } });
      return { id: prediction.id, jobId: prediction.job.id };
    }
    const model = { id: 'reader', model_version: { id: this.versionId } };
    const { eval_metrics: made } = await this.lab.must('POST', '/evaluations', {
      eval_metrics: [{ model, ground_truth_dataset: dataset }],
    });
    const { job } = made[0].extended_metrics.user_metrics.deeptune;
    return { id: made[0].id, jobId: job.id };
  }

  /** Its workflow does not begin before `letGo`. */
  async startHeldBack(kind: Kind): Promise<Started> {
    const { stepFunctions } = this.account.aws;
    this.#onStart = stepFunctions.onStart;
    stepFunctions.onStart = (execution) => void this.#held.push(execution);
    return this.start(kind);
  }

  letGo(): void {
    for (const execution of this.#held) this.#onStart?.(execution);
  }

  startedJob(jobId: string, attempt = 1): Promise<FakeTrainingJob> {
    const name = `ft-${jobId}-a${attempt}`;
    return soon(() =>
      this.account.aws.sagemaker.jobs.all().find(({ request }) => request.TrainingJobName === name),
    );
  }

  /** The job's container ends with its export. */
  async complete(jobId: string, seconds: number, attempt = 1): Promise<void> {
    const job = await this.startedJob(jobId, attempt);
    await this.account.writeExport(job, seconds);
    await this.account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
    await soon(async () => ((await this.#jobOf(jobId))?.status === 'completed' ? true : undefined));
  }

  /** A part of the answers, as the trainer keeps them while it runs. */
  async writePart(jobId: string, firstRow: number, seconds: number): Promise<void> {
    const { objects } = this.account.host('api');
    const prefix = `${this.#checkpoints(jobId)}predictions/part-${firstRow}/`;
    const files = [{ name: 'predictions.jsonl', bytes: 3, sha256: '' }];
    const manifest = JSON.stringify({ files, identity: 'i', counts: { seconds } });
    await objects.put(`${prefix}predictions.jsonl`, new TextEncoder().encode('{}\n'));
    await objects.put(`${prefix}manifest.json`, new TextEncoder().encode(manifest));
  }

  async partsLeft(jobId: string): Promise<string[]> {
    const left: string[] = [];
    const prefix = `${this.#checkpoints(jobId)}predictions/`;
    for await (const { key } of eachObject(this.account.host('api').objects, prefix))
      left.push(key);
    return left;
  }

  /** The job once no workflow owns it any more. */
  ended(jobId: string): Promise<InferenceJob> {
    return soon(async () => {
      const job = await this.#jobOf(jobId);
      return job && !isOpenJob(job) ? job : undefined;
    });
  }

  async stop(kind: Kind, id: string): Promise<void> {
    const predictions = `/models/reader/versions/${this.versionId}/predictions`;
    await this.lab.must(
      'DELETE',
      kind === 'predict' ? `${predictions}/${id}` : `/evaluations/${id}`,
    );
  }

  /**
   * Until its execution has been through Prepare and Admit (six events each with their choices) and
   * waits for a place.
   */
  async waits(jobId: string): Promise<void> {
    await soon(() => ((this.account.historyEvents(jobId) ?? 0) >= 16 ? true : undefined));
  }

  loseWorkflow(jobId: string): void {
    const { stepFunctions } = this.account.aws;
    const execution = stepFunctions.executions().find(({ name }) => name === jobId);
    if (execution) stepFunctions.end(execution, { status: 'ABORTED' });
  }

  /** Another version is there, so that this one can go. */
  async deleteVersion(): Promise<void> {
    await this.lab.must('PATCH', '/models', {
      models: [{ id: 'reader', output_info: { params: { max_concepts: 3 } } }],
      action: 'merge',
    });
    await this.lab.must('DELETE', `/models/reader/versions/${this.versionId}`);
  }

  async isGone(kind: Kind, id: string): Promise<void> {
    const { table } = this.account.host('api');
    const key = kind === 'predict' ? keys.batchPrediction(scope, id) : keys.evaluation(scope, id);
    const find =
      kind === 'predict'
        ? getBatchPrediction(scope, id, { table })
        : getEvaluation(scope, id, { table });
    await find.then(
      () => {
        throw new Error(`${id} is still there`);
      },
      () => undefined,
    );
    await soon(async () => ((await table.get(key)) === undefined ? true : undefined));
  }

  #checkpoints(jobId: string): string {
    return jobKeys.checkpointPrefix(objectKeys.jobPrefix(scope, jobId));
  }

  async #jobOf(jobId: string): Promise<InferenceJob | undefined> {
    const { table } = this.account.host('api');
    const records = [
      ...(await readAll<{ job?: InferenceJob }>(table, keys.evaluationsOf(scope))),
      ...(await readAll<{ job?: InferenceJob }>(table, keys.batchPredictionsOf(scope))),
    ];
    return records.find(({ job }) => job?.id === jobId)?.job;
  }
}

/**
 * @returns the lab with its version trained on eight sentences a concept, and eight others in the
 * dataset version `more-1`
 */
export async function modelArtifactLab(): Promise<InferenceLab> {
  const lab = await Lab.open();
  await lab.addTexts('texts', 8);
  await lab.addTexts('more', 8);
  await lab.must('POST', '/datasets/more/versions', { dataset_versions: [{ id: 'more-1' }] });
  await lab.must('POST', '/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts' };
  return new InferenceLab(lab, await lab.train('reader', { train_info: { params } }));
}
