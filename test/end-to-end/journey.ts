import assert from 'node:assert/strict';
import { ApiError } from '../../client/api-error.ts';
import { Client } from '../../client/client.ts';
import type { EvalMetrics, ModelVersion } from '../../core/api/wire/messages.ts';
import type { Digit } from '../../demo/digits.ts';
import { loadDigits } from '../../demo/digits.ts';
import { metricsOf } from '../../demo/money.ts';
import {
  conceptOf,
  estimate,
  freeze,
  getVersion,
  isEnded,
  predictTop,
  startTraining,
  upload,
} from '../../demo/service.ts';
import { until } from '../until.ts';
import { assertGated, assertSkipped } from './retraining-decisions.ts';

/** Where the service is: the laptop host, or an API Gateway. */
export interface Endpoint {
  readonly url: string;
  /** A personal key of `userId`. */
  readonly key: string;
  readonly userId: string;
  /** Python that has scikit-learn: it brings the digits. */
  readonly python: string;
}

/** A firing of a schedule, and the version that it trained. */
export interface Slot {
  readonly scope: { readonly userId: string; readonly appId: string };
  readonly scheduleId: string;
  readonly scheduledAt: string;
  readonly versionId: string;
}

export interface Step {
  readonly name: string;
  readonly run: () => Promise<void>;
}

const appId = 'journey';
const [datasetId, modelId, unseenId] = ['digits', 'reader', 'unseen-digits'];
const template = 'Deeptune_ResNet_Small';
/** Per digit and training; those behind are never shown until they are predicted. */
const perDigit = 90;
const epochs = 6;

/** The whole of the product over HTTP, on real digits: the steps follow on each other. */
export class Journey {
  readonly #endpoint: Endpoint;
  readonly #digits: readonly Digit[];
  #client: Client;
  #datasetVersionId = '';
  #maxAmountMicros = 0;
  readonly #versions: ModelVersion[] = [];
  #unseenVersionId = '';
  #slot: Slot | undefined;
  #skippedExecution = '';
  /** Jobs other than trainings, as the bill names them. */
  readonly #billedJobs: string[] = [];

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.#digits = loadDigits(endpoint.python);
    this.#client = this.#clientWith(endpoint.key);
  }

  get steps(): readonly Step[] {
    return [
      { name: 'a key of its own opens the service, another one does not', run: () => this.#keys() },
      { name: 'pictures are uploaded', run: () => this.#upload() },
      { name: 'a picture goes up by a link of its own', run: () => this.#uploadDirectly() },
      { name: 'a dataset version freezes them', run: () => this.#freeze() },
      { name: 'an estimate says time and price beforehand', run: () => this.#estimate() },
      { name: 'asked twice, a training starts once and ends trained', run: () => this.#train() },
      { name: 'it predicts pictures that it never saw', run: () => this.#predict() },
      { name: 'a job measures it on another dataset version', run: () => this.#evaluate() },
      { name: 'a job predicts over a whole dataset version', run: () => this.#predictAll() },
      { name: 'an incremental retraining adds a class', run: () => this.#retrain() },
      { name: 'a schedule fires and retrains', run: () => this.#schedule() },
      { name: 'its gate says which version answers, and why', run: () => this.#gated() },
      { name: 'too little is new: a firing skips, with its numbers', run: () => this.#skip() },
      { name: 'the bill has a line for each, and nothing is held', run: () => this.#bill() },
    ];
  }

  /** The slot of a schedule that trained. @throws Error before it did */
  get trainedSlot(): Slot {
    if (!this.#slot) throw new Error('no slot was trained yet');
    return this.#slot;
  }

  /** The name of the execution of a slot that was skipped. */
  get skippedExecution(): string {
    return this.#skippedExecution;
  }

  #clientWith(key: string): Client {
    const { url, userId } = this.#endpoint;
    return new Client({ url, key, userId, appId });
  }

  async #keys(): Promise<void> {
    const request = { keys: [{ description: 'of the journey', scopes: ['All'] }] };
    const made = await this.#client.call('PostKeys', {}, request);
    this.#client = this.#clientWith(made.keys[0]?.id ?? '');
    const stranger = this.#clientWith(`dt_${'0'.repeat(64)}`);
    await assert.rejects(
      stranger.call('ListKeys', {}),
      (error: ApiError) => error.httpStatus === 401 && error.code === 11008,
    );
    await this.#client.call('PostApps', {}, { apps: [{ id: appId }] });
  }

  async #upload(): Promise<void> {
    await this.#client.call('PostDatasets', {}, { datasets: [{ id: datasetId }] });
    const model = { id: modelId, model_type_id: 'visual-classifier' };
    await this.#client.call('PostModels', {}, { models: [model] });
    await upload(this.#client, this.#shown([0, 1, 2]), datasetId);
  }

  /** One that no dataset holds: nothing is trained on it. */
  async #uploadDirectly(): Promise<void> {
    const bytes = Buffer.from(this.#ofLabel(9)[0]?.base64 ?? '', 'base64');
    const uploads = [{ content_name: 'nine.png', content_length: bytes.length }];
    const made = await this.#client.call('PostUploads', {}, { uploads });
    const url = made.uploads[0]?.content_url ?? '';
    const inputs = [{ id: 'nine', data: { image: { url } } }];
    const tooEarly = { inputs: [{ ...inputs[0], id: 'too-early' }] };
    await assert.rejects(this.#client.call('PostInputs', {}, tooEarly), (error: ApiError) => {
      const [input] = error.partsOf('PostInputs').inputs ?? [];
      return input?.status?.code === 30002;
    });
    const put = await fetch(url, { method: 'PUT', body: bytes });
    assert.equal(put.status, 200, await put.text());
    await this.#client.call('PostInputs', {}, { inputs });
    const { input } = await this.#client.call('GetInput', { input_id: 'nine' });
    assert.equal(input.status?.code, 30000);
  }

  async #freeze(): Promise<void> {
    this.#datasetVersionId = (await freeze(this.#client, datasetId)).id;
    assert.ok(this.#datasetVersionId);
  }

  async #estimate(): Promise<void> {
    const found = await estimate(this.#client, modelId, this.#order());
    assert.ok(found.seconds > 0 && found.amountMicros > 0);
    assert.ok(found.amountMicros <= found.maxAmountMicros);
    this.#maxAmountMicros = found.maxAmountMicros;
  }

  async #train(): Promise<void> {
    const request = { modelId, trainInfo: this.#order(), idempotencyKey: 'first' };
    const [one, two] = await Promise.all([1, 2].map(() => startTraining(this.#client, request)));
    assert.equal(one?.id, two?.id);
    const trained = await this.#trained(one?.id ?? '');
    const { heldOut } = metricsOf(trained);
    assert.ok(heldOut.accuracy > 0.9, JSON.stringify(heldOut));
    const named = { model_id: modelId, version_id: trained.id };
    const { progress } = await this.#client.call('ListTrainingProgress', named);
    assert.ok(progress.length > 0);
  }

  async #predict(): Promise<void> {
    await this.#assertReads([0, 1, 2], 0);
  }

  /** The digits behind those that are shown, in a dataset of their own. */
  async #evaluate(): Promise<void> {
    await this.#client.call('PostDatasets', {}, { datasets: [{ id: unseenId }] });
    const unseen = [0, 1, 2].flatMap((label) =>
      this.#ofLabel(label).slice(perDigit + 10, perDigit + 20),
    );
    await upload(this.#client, unseen, unseenId);
    this.#unseenVersionId = (await freeze(this.#client, unseenId)).id;
    const model = { id: modelId, model_version: { id: this.#versions[0]?.id ?? '' } };
    const dataset = { id: unseenId, version: { id: this.#unseenVersionId } };
    const asked = { id: 'unseen', model, ground_truth_dataset: dataset };
    await this.#client.call('PostEvaluations', {}, { eval_metrics: [asked] });
    const done = await until(120, async () => {
      const { eval_metrics: found } = await this.#client.call('GetEvaluation', {
        evaluation_id: 'unseen',
        'fields.test_set': true,
      });
      return [21301, 21303].includes(found?.status?.code ?? 0) ? undefined : found;
    });
    assert.equal(done.status?.code, 21300, JSON.stringify(done.status));
    assert.ok((done.summary?.top1_accuracy ?? 0) >= 0.8, JSON.stringify(done.summary));
    assert.equal(done.test_set?.length, unseen.length);
    const { job, rows } = measuredBy(done);
    assert.deepEqual([rows.total, rows.failed, rows.seenInTraining], [unseen.length, 0, 0]);
    this.#billedJobs.push(`${job.id} completed`);
    const { content } = await this.#client.call('GetEvaluationPredictions', {
      evaluation_id: 'unseen',
    });
    const lines = linesOf(await textAt(content.url));
    assert.equal(lines.length, unseen.length);
    const scores = lines.map(({ score }) => Number(score));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    // A row's score is whether it is right: their mean is the accuracy.
    assert.ok(Math.abs(mean - (done.summary?.top1_accuracy ?? 0)) < 1e-6, `${mean}`);
  }

  async #predictAll(): Promise<void> {
    const version = { model_id: modelId, version_id: this.#versions[0]?.id ?? '' };
    const dataset = { id: unseenId, version: { id: this.#unseenVersionId } };
    const { prediction } = await this.#client.call('PostModelVersionPredictions', version, {
      prediction: { dataset },
    });
    const one = { ...version, prediction_id: prediction.id };
    const done = await until(120, async () => {
      const { prediction: found } = await this.#client.call('GetModelVersionPrediction', one);
      return ['queued', 'running'].includes(found.job.status) ? undefined : found;
    });
    assert.equal(done.job.status, 'completed', JSON.stringify(done.job));
    assert.deepEqual([done.rows.total, done.rows.answered, done.rows.failed], [30, 30, 0]);
    this.#billedJobs.push(`${done.job.id} completed`);
    const contentAs = async (format: string) =>
      textAt(
        (await this.#client.call('GetModelVersionPredictionContent', { ...one, format })).content
          .url,
      );
    assert.equal(linesOf(await contentAs('jsonl')).length, 30);
    const table = await contentAs('csv');
    assert.equal(table.trimEnd().split('\n').length, 31);
    assert.match(table, /^id,filename,error,concept,value/);
  }

  async #retrain(): Promise<void> {
    await upload(this.#client, this.#shown([3]), datasetId);
    this.#datasetVersionId = (await freeze(this.#client, datasetId)).id;
    const parent = { id: modelId, model_version: { id: this.#versions[0]?.id ?? '' } };
    const trainInfo = { ...this.#order(), resume_from_model: parent };
    const { id } = await startTraining(this.#client, { modelId, trainInfo });
    const child = await this.#trained(id);
    const metrics = metricsOf(child);
    assert.ok((metrics.newConcepts?.accuracy ?? 0) > 0.8, JSON.stringify(metrics));
    assert.ok((metrics.oldConcepts?.accuracy ?? 0) > 0.9, JSON.stringify(metrics));
    await this.#assertReads([0, 1, 2, 3], 1);
  }

  async #schedule(): Promise<void> {
    await upload(this.#client, this.#shown([4]), datasetId);
    const named = { model_id: modelId };
    const schedule = {
      id: 'every-minute',
      dataset_id: datasetId,
      expression: 'cron(* * * * ? *)',
      min_new_inputs: perDigit,
      params: { template, num_epochs: epochs },
    };
    await this.#client.call('PostSchedule', named, { schedule });
    const fired = await until(150, async () => {
      const { schedules } = await this.#client.call('ListSchedules', named);
      return schedules[0]?.last_firing;
    });
    await this.#client.call('DeleteSchedule', { ...named, schedule_id: schedule.id });
    assert.equal(fired.result, 'started', fired.detail);
    const { scheduled_at: scheduledAt, detail: versionId } = fired;
    const { userId } = this.#endpoint;
    const ofSchedule = { scope: { userId, appId }, scheduleId: schedule.id, scheduledAt };
    this.#slot = { ...ofSchedule, versionId };
    await this.#trained(versionId);
    await this.#assertReads([4], 2);
  }

  async #gated(): Promise<void> {
    await assertGated(this.#client, { modelId, versionIds: this.#versions.map(({ id }) => id) });
  }

  async #skip(): Promise<void> {
    const params = { template, num_epochs: epochs };
    const rules = { dataset_id: datasetId, min_new_inputs: 9 * perDigit, params };
    this.#skippedExecution = await assertSkipped(this.#client, { modelId, rules });
  }

  async #bill(): Promise<void> {
    const { usage_records: lines } = await this.#client.call('ListUsageRecords', {});
    // The user may have trained elsewhere too; the bill is of all of it.
    const mine = lines.filter((line) => line.appId === appId);
    const billed = mine.map((line) => `${line.jobId ?? line.versionId} ${line.endReason}`);
    const wanted = [...this.#versions.map(({ id }) => `${id} trained`), ...this.#billedJobs];
    assert.equal(billed.sort().join(), wanted.sort().join());
    const amounts = lines.map((line) => line.amountMicros);
    // Whole seconds are charged: a training under a second costs nothing.
    const rated = lines.map(({ billableSeconds, microsPerHour }) =>
      Math.round((billableSeconds * microsPerHour) / 3600),
    );
    assert.deepEqual(amounts, rated);
    const first = lines.find((line) => line.versionId === this.#versions[0]?.id);
    assert.ok(Number(first?.amountMicros) <= this.#maxAmountMicros);
    const { amount } = await this.#client.call('GetAmount', {});
    assert.equal(amount.heldMicros, 0);
    assert.equal(
      amount.postedMicros,
      amounts.reduce((sum, each) => sum + each, 0),
    );
  }

  #order() {
    const params = { template, num_epochs: epochs, dataset_id: datasetId };
    return { params: { ...params, dataset_version_id: this.#datasetVersionId } };
  }

  #ofLabel(label: number): readonly Digit[] {
    return this.#digits.filter((digit) => digit.label === label);
  }

  #shown(labels: readonly number[]): Digit[] {
    return labels.flatMap((label) => this.#ofLabel(label).slice(0, perDigit));
  }

  async #trained(id: string): Promise<ModelVersion> {
    const version = await until(240, async () => {
      const found = await getVersion(this.#client, modelId, id);
      return isEnded(found) ? found : undefined;
    });
    assert.equal(version.status.code, 21100, JSON.stringify(version.status));
    this.#versions.push(version);
    return version;
  }

  async #assertReads(labels: readonly number[], versionIndex: number): Promise<void> {
    const unseen = labels.flatMap((label) => this.#ofLabel(label).slice(perDigit, perDigit + 10));
    const version = { modelId, versionId: this.#versions[versionIndex]?.id ?? '' };
    const top = await whenDeployed(() => predictTop(this.#client, version, unseen));
    const right = unseen.filter((digit, index) => top[index]?.id === conceptOf(digit)).length;
    assert.ok(right / unseen.length >= 0.8, `${right} of ${unseen.length} are right`);
  }
}

/** The first question for a model may find it on its way into service. */
function whenDeployed<T>(ask: () => Promise<T>): Promise<T> {
  return until(120, async () => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof ApiError && error.code === 21351) return undefined;
      throw error;
    }
  });
}

/** The job and the counts that an evaluation shows beside Clarifai's metrics. */
function measuredBy(evaluation: EvalMetrics): Measured {
  const { deeptune } = evaluation.extended_metrics?.user_metrics as unknown as {
    deeptune: Measured;
  };
  return deeptune;
}

interface Measured {
  readonly job: { readonly id: string };
  readonly rows: Readonly<Record<'total' | 'failed' | 'seenInTraining', number>>;
}

/** What a link leads to, asked for without a key. */
async function textAt(url: string): Promise<string> {
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  return answer.text();
}

function linesOf(text: string): { readonly score?: number }[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly score?: number });
}
