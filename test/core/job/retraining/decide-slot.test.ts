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
import type { Table } from '../../../../core/ports/table.ts';
import { readAll, readRecord, toData } from '../../../../core/records/records.ts';
import { deleteVersion } from '../../../../core/deletion/delete-version.ts';
import { idempotencyKeyOf } from '../../../../core/api/http/idempotency-key.ts';
import { idempotencyKeyOf as slotKeyOf } from '../../../../core/training/schedule/slot.ts';
import { deleteInputs } from '../../../../core/dataset/record/list-inputs.ts';
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

  const firing = (scheduledAt: string): JobState => {
    const none = { modelId: '', versionId: '', jobId: 'e', recordId: '' };
    return { ...initialState({ ...scope, ...none }), scheduleId: 'nightly', scheduledAt };
  };

  /** As its execution does: Decide, and Settle of what it skips. @returns what stands with it */
  async function fire(scheduledAt: string): Promise<FiringRecord> {
    await execute(scheduledAt);
    const { firings } = await stored();
    return firings!.find((firing) => firing.scheduledAt === scheduledAt)!;
  }

  async function execute(scheduledAt: string): Promise<JobState> {
    const decided = await decide(firing(scheduledAt), account.host('decide'));
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

  /** The host of Decide, whose process dies at a write: before it, or once it is done. */
  function dyingAt(write: number, when: 'before' | 'after') {
    const host = account.host('decide');
    const real = host.table;
    let count = 0;
    const dying: Table = {
      get: (key) => real.get(key),
      query: (query) => real.query(query),
      count: (query) => real.count(query),
      write: async (writes) => {
        count += 1;
        if (count === write && when === 'before') throw new Error('it died');
        await real.write(writes);
        if (count === write && when === 'after') throw new Error('it died');
      },
    };
    return Object.defineProperty(host, 'table', { value: dying });
  }

  test.each([1, 2, 3].flatMap((write) => [[write, 'before'] as const, [write, 'after'] as const]))(
    'decides once and trains once where it died at write %s, %s',
    async (write, when) => {
      await schedule();
      await decide(firing(slots[0]), dyingAt(write, when)).catch(() => undefined);

      const { outcome, versionId } = await execute(slots[0]);

      expect(outcome).toBe('retrain');
      expect((await versions()).map(({ id }) => id)).toEqual([versionId]);
      expect((await stored()).firings).toMatchObject([{ result: 'started', detail: versionId }]);
      const told = account.aws.eventbridge.events.map(({ DetailType }) => DetailType);
      expect(told).toContain('model-version.queued');
    },
  );

  test('two that decide one slot at once, and two slots at once, start one training', async () => {
    await schedule();

    const both = [slots[0], slots[0], slots[1]].map((slot) =>
      decide(firing(slot), account.host('decide')),
    );
    const outcomes = (await Promise.all(both)).map(({ outcome }) => outcome);

    expect(outcomes).toContain('retrain');
    expect(await versions()).toHaveLength(1);
    const { firings } = await stored();
    expect(firings!.filter(({ result }) => result === 'started')).toHaveLength(1);
  });

  test('a decision that fails is written down, and its execution fails', async () => {
    await schedule();
    // As Step Functions tells of a function that threw: none of it is for a person.
    const thrown = {
      errorType: 'TypeError',
      errorMessage: 'the table is away',
      trace: ['at x.ts'],
    };
    const message = JSON.stringify(thrown);
    const failure = { code: 'TypeError', fault: 'platform' as const, message };
    const state = { ...firing(slots[0]), outcome: 'failed' as const, failure };

    expect(await settle(state, account.host('settle'))).toMatchObject({
      outcome: 'failed',
      failure: { code: 'internal', fault: 'platform', message: 'the table is away' },
    });

    expect((await stored()).lastFiring).toMatchObject({
      ...{ scheduledAt: slots[0], result: 'skipped', reason: 'failed' },
      detail: 'It could not be decided: the table is away',
    });
  });

  test('a version that a failed Decide left is settled as failed, in its own execution', async () => {
    await schedule();
    await decide(firing(slots[0]), account.host('decide'));
    const failure = { code: 'internal', fault: 'platform' as const, message: 'no answer' };

    // Settle knows what Decide was given, not what it made.
    await settle({ ...firing(slots[0]), outcome: 'failed', failure }, account.host('settle'));

    expect(await versions()).toMatchObject([{ status: 'failed' }]);
  });

  test('what it made may be deleted by the time it is told again', async () => {
    await schedule();
    const { detail: versionId } = await fire(slots[0]);
    await trained(versionId);
    await deleteVersion({ scope, modelId, versionId }, account.host('api'));

    expect(await execute(slots[0])).toMatchObject({ outcome: 'skipped', versionId: '' });
    expect((await stored()).firings).toMatchObject([{ result: 'started', detail: versionId }]);
  });

  test('no request of the tenant takes the idempotency key of a slot', () => {
    const header = (key: string) => ({ header: () => key });

    expect(() => idempotencyKeyOf(header(slotKeyOf('e')))).toThrow(/Idempotency-Key/);
  });

  test('five deleted and five new inputs are five new ones', async () => {
    await schedule();
    await trained((await fire(slots[0])).detail);
    const api = account.host('api');
    const before = await readAll<{ readonly id: string }>(table(), keys.inputsOf(scope));
    const gone = before.slice(0, 5).map(({ id }) => id);
    await deleteInputs(scope, gone, api);
    await addTexts(3);

    expect(await fire(slots[1])).toMatchObject({
      ...{ result: 'started', reason: 'enough-new' },
      numbers: { newInputs: 6, relabelledInputs: 0 },
    });
  });

  test('a slot that is told after a later one was decided is superseded', async () => {
    await schedule({ minNewInputs: 99 });
    const [early, late] = ['2026-01-01T03:00:00Z', '2026-01-02T03:00:00Z'];
    await fire(late);

    expect(await fire(early)).toMatchObject({ result: 'skipped', reason: 'superseded' });
    expect((await stored()).lastFiring).toMatchObject({ scheduledAt: late });
  });

  test('what the release before started in an execution of its own is left to that', async () => {
    await schedule({
      firings: [{ scheduledAt: slots[0], result: 'started', detail: 'v1' }],
    });

    expect(await execute(slots[0])).toMatchObject({ outcome: 'skipped', versionId: '' });
    expect(await versions()).toEqual([]);
    const told = account.aws.eventbridge.events.map(({ DetailType }) => DetailType);
    expect(told).not.toContain('schedule.skipped');
  });
});
