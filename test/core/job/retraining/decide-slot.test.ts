import { decide } from '../../../../core/job/steps/decide.ts';
import { settle } from '../../../../core/job/steps/settle.ts';
import type { JobState } from '../../../../core/job/workflow/state.ts';
import { initialState } from '../../../../core/job/workflow/state.ts';
import type {
  FiringRecord,
  RetrainingSchedule,
} from '../../../../core/training/schedule/retraining-schedule.ts';
import type { ModelVersion } from '../../../../core/model/model-version.ts';
import { getVersion, listVersions, versionWrite } from '../../../../core/model/version-store.ts';
import { keys } from '../../../../core/records/keys.ts';
import { readRecord, toData } from '../../../../core/records/records.ts';
import { addInputs } from '../../../../core/dataset/input/add-inputs.ts';
import { Account, scope } from '../../../lambda/account.ts';
import { makeReader, modelId, order } from '../../../lambda/reader.ts';
import { trainedVersion } from '../../../bench/trained-version.ts';

const slots = ['2026-11-26T03:00:00Z', '2026-11-27T03:00:00Z'] as const;

const at = { createdAt: '2026-11-25T03:00:00Z' };

describe('a retraining schedule that fires', () => {
  let account: Account;
  beforeEach(async () => {
    account = new Account({ runsWorkflow: false });
    await makeReader(account.host('api'));
    const dataset = { id: 'texts', ...at, metadata: {}, modifiedAt: at.createdAt };
    await table().write([{ put: { ...keys.dataset(scope, 'texts'), data: dataset } }]);
    await addTexts(8);
  });
  afterEach(() => account.close());

  const table = () => account.host('api').table;
  const key = keys.schedule(scope, 'nightly');

  /** As its execution does: Decide, and Settle of what it skips. @returns what stands with it */
  async function fire(scheduledAt: string): Promise<FiringRecord> {
    await execute(scheduledAt);
    const { firings } = await stored();
    return firings!.find((firing) => firing.scheduledAt === scheduledAt)!;
  }

  async function execute(scheduledAt: string): Promise<JobState> {
    const none = { modelId: '', versionId: '', jobId: 'e', recordId: '' };
    const state = { ...initialState({ ...scope, ...none }), scheduleId: 'nightly', scheduledAt };
    const decided = await decide(state, account.host('decide'));
    return decided.outcome === 'skipped' ? settle(decided, account.host('settle')) : decided;
  }
  const versions = () => listVersions(table(), scope, modelId);
  const stored = async () => (await readRecord<RetrainingSchedule>(table(), key))!.value;

  async function schedule(more: Partial<RetrainingSchedule> = {}): Promise<void> {
    const made: RetrainingSchedule = {
      ...{ id: 'nightly', scope, modelId, datasetId: 'texts' },
      ...{ expression: 'rate(1 day)', timezone: 'UTC', minNewInputs: 1 },
      ...{ params: order.params, ...at, ...more },
    };
    await table().write([{ put: { ...key, data: toData(made) } }]);
  }

  /** What a slot started is trained by now. */
  async function trained(versionId: string): Promise<void> {
    const { value, rev } = await getVersion(table(), { scope, modelId, versionId });
    const { settlement } = trainedVersion(scope, modelId, versionId, slots[0]);
    const done = { ...value, status: 'trained', settlement, metrics: {} } as ModelVersion;
    await table().write([versionWrite(done, rev)]);
  }

  /** To the dataset, so many of each of two concepts. */
  async function addTexts(count: number): Promise<void> {
    const inputs = ['good', 'bad'].flatMap((concept) =>
      Array.from({ length: count }, (_, index) => ({
        content: { kind: 'text' as const, text: `${concept} again ${index} of ${count}` },
        concepts: [{ id: concept, name: concept, value: 1 }],
        ...{ metadata: {}, datasetIds: ['texts'] },
      })),
    );
    await addInputs(scope, inputs, account.host('api'));
  }

  test('trains once for a slot, however often and late it is told', async () => {
    await schedule();
    const first = await fire(slots[0]);
    expect(first).toMatchObject({ result: 'started', numbers: { newInputs: 16 } });

    expect(await fire(slots[0])).toEqual(first);
    await trained(first.detail);
    await addTexts(1);
    expect(await fire(slots[0])).toMatchObject({ result: 'started', detail: first.detail });

    expect(await versions()).toHaveLength(1);
    expect((await stored()).firings).toHaveLength(1);
  });

  test('trains once for each slot that has new inputs, from what it trained before', async () => {
    await schedule({ minNewInputs: 2 });
    const { detail: parent } = await fire(slots[0]);
    await trained(parent);
    await addTexts(1);

    const second = await fire(slots[1]);

    expect(second).toMatchObject({ result: 'started', numbers: { newInputs: 2 } });
    const child = (await versions()).find(({ id }) => id === second.detail);
    expect(child).toMatchObject({ training: { parent: { modelId, versionId: parent } } });
    expect((await stored()).firings?.map(({ detail }) => detail)).toEqual([second.detail, parent]);
  });

  test('skips while what it started last is under way', async () => {
    await schedule();
    const { detail } = await fire(slots[0]);

    expect(await fire(slots[1])).toMatchObject({
      ...{ result: 'skipped', reason: 'training-open', numbers: { newInputs: 16 } },
      detail: `Version '${detail}' is queued`,
    });
    expect(await versions()).toHaveLength(1);
  });

  test.each([
    ['has one input less than it wants', { minNewInputs: 17 }, 'too-little-new'],
    ['is paused', { isPaused: true }, 'paused'],
    ['asks for what cannot be trained', { params: { template: 'none' } }, 'refused'],
  ] as const)('skips where it %s, and says so', async (_, more, reason) => {
    await schedule(more);

    expect(await fire(slots[0])).toMatchObject({ result: 'skipped', reason });

    expect(await versions()).toEqual([]);
    expect((await stored()).lastFiring).toMatchObject({ scheduledAt: slots[0], reason });
    const told = account.aws.eventbridge.events.map(({ DetailType }) => DetailType);
    expect(told).toContain('schedule.skipped');
  });

  test('with exactly as many new inputs as it wants it trains', async () => {
    await schedule({ minNewInputs: 16 });

    expect(await fire(slots[0])).toMatchObject({ result: 'started' });
  });

  test('is told of itself no more once it is deleted', async () => {
    expect(await execute(slots[0])).toMatchObject({ outcome: 'skipped', versionId: '' });
  });
});
