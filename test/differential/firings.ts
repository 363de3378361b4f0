import { addInputs } from '../../core/dataset/input/add-inputs.ts';
import { startTraining } from '../../core/job/request/start-training.ts';
import type { Execution } from '../../core/ports/workflow.ts';
import { getModel, listVersions } from '../../core/model/version-store.ts';
import { parseTrainingJobName } from '../../core/records/job-names.ts';
import { keys } from '../../core/records/keys.ts';
import { jobKeys, objectKeys } from '../../core/records/object-keys.ts';
import { toData } from '../../core/records/records.ts';
import { defaultGatePolicy } from '../../core/training/gate/gate-policy.ts';
import type { RetrainingSchedule } from '../../core/training/schedule/retraining-schedule.ts';
import { executionNameOf } from '../../core/training/schedule/slot.ts';
import { answers } from '../core/training/gate/answers.ts';
import type { Account } from '../lambda/account.ts';
import { scope } from '../lambda/account.ts';
import { modelId, order } from '../lambda/reader.ts';

/** What stands there when a schedule fires. */
export interface Firing {
  readonly minNewInputs?: number;
  readonly template?: string;
  /** The schedule was deleted before its firing was told. */
  readonly isDeleted?: true;
  /** The model has a version that answers; absent: none. */
  readonly child?: { readonly requiresApproval?: true };
}

const scheduleId = 'nightly';
const datasetId = 'texts';
const createdAt = '2026-11-25T03:00:00Z';

export const slot = { scope, scheduleId, scheduledAt: '2026-11-26T03:00:00Z' };

/**
 * A schedule, its dataset, and the version before.
 * @param until resolves when the execution of this name has ended
 * @returns the name of the slot's execution
 */
export async function arrangeFiring(
  firing: Firing,
  account: Account,
  until: (name: string) => Promise<Execution>,
): Promise<string> {
  const { table, sha256 } = account.host('api');
  const dataset = { id: datasetId, createdAt, metadata: {}, modifiedAt: createdAt };
  await table.write([{ put: { ...keys.dataset(scope, datasetId), data: dataset } }]);
  await addTexts('again', account);
  if (firing.child) await trainParent(firing.child, account, until);
  const { minNewInputs = 1, template = order.params.template } = firing;
  const schedule: RetrainingSchedule = {
    ...{ id: scheduleId, scope, modelId, datasetId, createdAt },
    ...{ expression: 'rate(1 day)', timezone: 'UTC', minNewInputs, params: { template } },
  };
  const key = keys.schedule(scope, scheduleId);
  if (!firing.isDeleted) await table.write([{ put: { ...key, data: toData(schedule) } }]);
  return executionNameOf(slot, sha256);
}

/** Eight sentences of each concept, in the schedule's dataset. */
async function addTexts(word: string, account: Account): Promise<void> {
  const inputs = ['good', 'bad'].flatMap((concept) =>
    Array.from({ length: 8 }, (_, index) => ({
      content: { kind: 'text' as const, text: `${concept} ${word} ${index}` },
      concepts: [{ id: concept, name: concept, value: 1 }],
      ...{ metadata: {}, datasetIds: [datasetId] },
    })),
  );
  await addInputs(scope, inputs, account.host('api'));
}

/** Trains a version, which is promoted; what comes to the dataset behind it is new. */
async function trainParent(
  { requiresApproval }: NonNullable<Firing['child']>,
  account: Account,
  until: (name: string) => Promise<Execution>,
): Promise<void> {
  const { table } = account.host('api');
  account.container = async (job) => {
    await account.writeExport(job, 90);
    await account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
  };
  const parent = await startTraining({ order, requestHash: 'parent' }, account.host('api'));
  const { status, output } = await until(parent.id);
  if (output?.['outcome'] !== 'promoted')
    throw new Error(`the version before ended as ${status}: ${JSON.stringify(output)}`);
  await addTexts('anew', account);
  if (!requiresApproval) return;
  const { value, rev } = await getModel(table, scope, modelId);
  const gate = { ...defaultGatePolicy, requiresApproval };
  const put = { ...keys.model(scope, modelId), data: toData({ ...value, gate }) };
  await table.write([{ put, if: { rev } }]);
}

/** As the trainer leaves them: parent and candidate on 80 inputs, some of them lost. */
export async function gateAnswers(
  account: Account,
  trainingJobName: string,
  lost: number,
): Promise<void> {
  const jobId = parseTrainingJobName(trainingJobName)?.jobId ?? '';
  const lines = [
    ...answers('good', lost, [1, 0]),
    ...answers('good', 40 - lost, [1, 1]),
    ...answers('bad', 40, [1, 1]),
  ];
  const rows = { heldOut: lines.length, chosen: lines.length, answered: lines.length };
  const all = [{ schemaVersion: 1, score: 'right', rows }, ...lines];
  const text = all.map((line) => `${JSON.stringify(line)}\n`).join('');
  const key = jobKeys.gateAnswers(objectKeys.versionPrefix(scope, jobId));
  await account.host('api').objects.put(key, new TextEncoder().encode(text));
}

/** What a firing made; empty where it made nothing. */
export async function newestVersion(account: Account): Promise<string> {
  const [newest] = await listVersions(account.host('api').table, scope, modelId);
  return newest?.id ?? '';
}
