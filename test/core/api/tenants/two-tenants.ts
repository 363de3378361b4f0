import { createApiKey } from '../../../../core/access/authenticate.ts';
import { seed } from '../../../fuzz/seed.ts';
import type { KnownIds } from '../../../fuzz/seed.ts';
import { until } from '../../../until.ts';
import { Lab } from '../lab.ts';

/** Stands in everything that the victim wrote. */
export const secret = 'victim-secret';
const model = 'victim-reader';
const dataset = 'victim-things';
const fineTuned = 'fine-tuned-Deeptune_Gpt_Small';

/** The victim's fine-tuning over `/v1`. */
export interface VictimsJob {
  readonly file: string;
  readonly job: string;
  readonly model: string;
}

/**
 * Two users, each with an app `lab`: the victim's has one of everything, trained; the intruder's
 * has what the document's examples name.
 */
export class TwoTenants {
  readonly lab: Lab;
  /** The intruder's key. */
  readonly key: string;
  /** The intruder's own things. */
  readonly own: KnownIds;
  readonly victimIds: readonly string[];
  readonly job: VictimsJob;

  private constructor(parts: Pick<TwoTenants, 'lab' | 'key' | 'own' | 'victimIds' | 'job'>) {
    this.lab = parts.lab;
    this.key = parts.key;
    this.own = parts.own;
    this.victimIds = parts.victimIds;
    this.job = parts.job;
  }

  static async open(): Promise<TwoTenants> {
    const lab = await Lab.open();
    const victimIds = [...(await victimsData(lab)), ...(await victimsModel(lab))];
    const job = await victimsJob(lab);
    // From here on nothing that is started ends: the intruder's trainings are not what is looked
    // at.
    lab.account.container = () => undefined;
    const key = await lab.keyOf('intruder');
    const own = await seed(lab.client(key, 'me'), 'me', 'lab');
    return new TwoTenants({ lab, key, own, victimIds, job });
  }

  /** The victim's items in the table. */
  victimRecords(): string {
    return this.lab.account.aws.dynamodb
      .dump()
      .map((item) => JSON.stringify(item))
      .filter((item) => item.includes('user#tester'))
      .join('\n');
  }
}

/** A key of the victim's app, which says to `/v1` which app is meant. */
export async function victimsAppKey({ deps }: Lab): Promise<string> {
  const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
  return (await createApiKey(request, deps)).key;
}

async function victimsData(lab: Lab): Promise<string[]> {
  await lab.addTexts(dataset, 12, ['victim-good', 'victim-bad']);
  const datasets = [{ id: dataset, description: secret }];
  await lab.must('PATCH', '/datasets', { datasets, action: 'merge' });
  const input_id = `${dataset}-victim-good-0`;
  const data = { concepts: [{ id: 'victim-good' }] };
  const annotations = [{ id: 'victim-note', input_id, data }];
  await lab.must('POST', '/annotations', { annotations });
  const order = { input_ids: { input_ids: [input_id] }, operation: { delete_geo: {} } };
  const bulk = await lab.must('POST', '/bulk_operations', { bulk_operations: [order] });
  return [dataset, input_id, 'victim-note', 'victim-good', bulk.bulk_operation[0].id];
}

async function victimsModel(lab: Lab): Promise<string[]> {
  const models = [{ id: model, model_type_id: 'text-classifier', notes: secret }];
  await lab.must('POST', '/models', { models });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: dataset };
  const versionId = await lab.train(model, { train_info: { params } });
  const { model_version } = await lab.must('GET', `/models/${model}/versions/${versionId}`);
  const schedule = { id: 'victim-schedule', dataset_id: dataset, expression: 'rate(1 day)' };
  await lab.must('POST', `/models/${model}/schedules`, { schedule });
  const { keys } = await lab.must('POST', '/v2/users/me/keys', { keys: [{ description: secret }] });
  const frozen: string = model_version.train_info.params.dataset_version_id;
  const jobs = await victimsInference(lab, versionId);
  return [model, versionId, frozen, schedule.id, keys[0].id, ...jobs];
}

/** An evaluation and a batch prediction, both done. */
async function victimsInference(lab: Lab, versionId: string): Promise<string[]> {
  const evaluation = {
    id: 'victim-evaluation',
    model: { id: model, model_version: { id: versionId } },
  };
  await lab.must('POST', '/evaluations', { eval_metrics: [evaluation] });
  const path = `/models/${model}/versions/${versionId}/predictions`;
  const { prediction } = await lab.must('POST', path, { prediction: { dataset: { id: dataset } } });
  await until(5, async () => {
    const { prediction: now } = await lab.must('GET', `${path}/${prediction.id}`);
    return now.job.status === 'completed' ? true : undefined;
  });
  return [evaluation.id, prediction.id];
}

async function victimsJob(lab: Lab): Promise<VictimsJob> {
  const key = await victimsAppKey(lab);
  const send = async (method: string, path: string, body?: unknown) =>
    (await lab.send(method, `/v1${path}`, body, key)).body;
  const { id: file } = await send('POST', '/files', fineTuningFile(secret));
  const order = { model: 'Deeptune_Gpt_Small', training_file: file };
  const { id: job } = await send('POST', '/fine_tuning/jobs', order);
  const { model: trained } = await lab.must('GET', `/models/${fineTuned}`);
  await lab.settled(fineTuned, trained.model_version.id);
  const { fine_tuned_model } = await send('GET', `/fine_tuning/jobs/${job}`);
  return { file, job, model: fine_tuned_model };
}

/** Twenty examples that all say this. */
export function fineTuningFile(text: string): FormData {
  const line = JSON.stringify({ prompt: text, completion: text });
  const made = new FormData();
  made.set('purpose', 'fine-tune');
  made.set('file', new File([Array(20).fill(line).join('\n')], `${text}.jsonl`));
  return made;
}
