import { listHolds } from '../../../core/billing/hold.ts';
import { addInputs } from '../../../core/dataset/input/add-inputs.ts';
import { deleteInputs } from '../../../core/dataset/record/list-inputs.ts';
import { estimate } from '../../../core/job/steps/estimate.ts';
import { prepare } from '../../../core/job/steps/prepare.ts';
import { settle } from '../../../core/job/steps/settle.ts';
import type { JobState } from '../../../core/job/workflow/state.ts';
import { initialState } from '../../../core/job/workflow/state.ts';
import { omit } from '../../../core/json.ts';
import type { QueuedVersion, Reservation } from '../../../core/model/model-version.ts';
import { getVersion, versionWrite } from '../../../core/model/version-store.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import type { Settings } from '../../../core/ports/host.ts';
import { Account, scope } from '../account.ts';
import { makeReader, modelId, startReader } from '../reader.ts';

describe('the step Estimate', () => {
  let account: Account;
  let version: QueuedVersion;
  let state: JobState;

  beforeEach(async () => {
    account = new Account({ runsWorkflow: false });
    await makeReader(account.host('api'));
    version = (await startReader(account.host('api'))) as QueuedVersion;
    const { id: versionId } = version;
    state = initialState({ ...scope, modelId, versionId });
  });
  afterEach(() => account.close());

  const prepared = () => prepare(state, account.host('prepare'));
  const ref = () => ({ scope, modelId, versionId: version.id });
  const stored = async () => {
    const { value, rev } = await getVersion(account.host('api').table, ref());
    return { value: value as QueuedVersion, rev };
  };
  const run = (from: JobState) => estimate(from, account.host('estimate'));

  /** As if something else had been shown when it was asked for. */
  async function withReservation(change: (now: Reservation) => Reservation): Promise<void> {
    const { value, rev } = await stored();
    const changed = { ...value, reservation: change(value.reservation) };
    await account.host('api').table.write([versionWrite(changed, rev)]);
  }

  /** The host as it is with another setting. */
  function hostWith(settings: Partial<Settings>) {
    const host = account.host('estimate');
    return Object.defineProperty(host, 'settings', {
      value: { ...host.settings, ...settings },
    });
  }

  test('forecasts what Prepare laid out, and keeps that as the promise of the job', async () => {
    const before = (await stored()).value.reservation;

    expect(await run(await prepared())).toMatchObject({ outcome: 'estimated', failure: null });

    const after = (await stored()).value.reservation;
    expect(before.shown).toEqual({
      inputCount: 16,
      deviceId: 'A10G',
      instanceType: 'ml.g5.xlarge',
      maxAmountMicros: before.maxAmountMicros,
    });
    expect(after).toEqual({
      ...before,
      promised: { ...before.promised!, madeAt: expect.any(String) },
    });
    expect(Date.parse(after.promised!.madeAt)).toBeGreaterThanOrEqual(
      Date.parse(before.promised!.madeAt),
    );
    expect(await listHolds(account.host('api').table, scope.userId)).toEqual([]);
  });

  test('repeated, it does the same', async () => {
    const ready = await prepared();
    await run(ready);
    const once = (await stored()).value.reservation;

    expect(await run(ready)).toMatchObject({ outcome: 'estimated' });

    const { promised, ...others } = (await stored()).value.reservation;
    expect(others).toEqual(omit(once, 'promised'));
    expect(omit(promised!, 'madeAt')).toEqual(omit(once.promised!, 'madeAt'));
  });

  test('fewer inputs than were shown go on, with a forecast of those that are left', async () => {
    const { table } = account.host('api');
    const rows = await table.query({ pk: `user#${scope.userId}#app#${scope.appId}#inputs` });
    const ids = rows.items.slice(0, 4).map(({ sk }) => sk);
    await deleteInputs(scope, ids, account.host('api'));

    expect(await run(await prepared())).toMatchObject({ outcome: 'estimated' });

    const { basis, shown, planned } = (await stored()).value.reservation;
    expect([basis?.inputCount, shown?.inputCount]).toEqual([12, 16]);
    expect(planned!.phases.steps!.samples).toBeLessThan(
      version.reservation.planned!.phases.steps!.samples,
    );
  });

  test.each<[string, (now: Reservation) => Reservation, string]>([
    [
      'inputs have become more',
      (now) => ({ ...now, shown: { ...now.shown!, inputCount: 15 } }),
      'its inputs have become more: 16 now, 15 when it was estimated',
    ],
    [
      'it would run on another GPU',
      (now) => ({ ...now, shown: { ...now.shown!, deviceId: 'L40S' } }),
      'it would run on ml.g5.xlarge (A10G) instead of ml.g5.xlarge (L40S)',
    ],
    [
      'it would run on another instance type',
      (now) => ({ ...now, shown: { ...now.shown!, instanceType: 'ml.g5.2xlarge' } }),
      'it would run on ml.g5.xlarge (A10G) instead of ml.g5.2xlarge (A10G)',
    ],
    [
      'it has no quote yet, and the forecast is above the maximum',
      (now) => ({ ...omit(now, 'quoteId'), shown: { ...now.shown!, maxAmountMicros: 1 } }),
      'above the maximum of $0.000001 that was shown',
    ],
  ])('refuses before anything is reserved where %s', async (_, change, message) => {
    const ready = await prepared();
    await withReservation(change);
    const before = await stored();

    const refused = await run(ready);

    expect(refused).toMatchObject({
      outcome: 'failed',
      failure: {
        code: 'estimate-outdated',
        fault: 'user',
        message: expect.stringContaining(message),
      },
    });
    expect(await stored()).toEqual(before);
    expect(await run(ready)).toEqual(refused);
    await settle(refused, account.host('settle'));
    expect((await stored()).value).toMatchObject({
      status: 'failed',
      failure: { code: 'estimate-outdated' },
      settlement: { amountMicros: 0 },
    });
    expect(await listHolds(account.host('api').table, scope.userId)).toEqual([]);
  });

  test('a forecast above the maximum of its quote changes no price: it runs under its quote', async () => {
    const ready = await prepared();
    const price = { estimatedAmountMicros: 1, maxAmountMicros: 2, maxChargedSeconds: 1 };
    await withReservation((now) => ({
      ...now,
      ...price,
      shown: { ...now.shown!, maxAmountMicros: 2 },
    }));

    expect((await run(ready)).outcome).toBe('estimated');
    const { quoteId, ...kept } = ((await stored()).value as QueuedVersion).reservation;
    expect(kept).toMatchObject(price);
    expect(quoteId).toBe((await stored()).value.id);
    expect(kept.promised!.amountMicros.p50).toBeGreaterThan(2);
  });

  test('a rate that has risen since is not charged: the promised one is kept', async () => {
    const ready = await prepared();

    await estimate(ready, hostWith({ microsPerHour: 400_000_000 }));

    const { microsPerHour, estimatedAmountMicros } = (await stored()).value.reservation;
    expect(microsPerHour).toBe(4_000_000);
    expect(estimatedAmountMicros).toBe(version.reservation.estimatedAmountMicros);
  });

  test('a laptop whose host runs on another device than when it was asked for is refused', async () => {
    const ready = await prepared();
    await withReservation((now) => ({
      ...now,
      shown: { ...now.shown!, deviceId: 'cpu-1', instanceType: 'local.cpu' },
    }));

    const refused = await estimate(ready, hostWith({ host: 'laptop', instanceType: 'local.cuda' }));

    expect(refused.failure?.message).toContain(
      'it would run on local.cuda (cpu-unknown) instead of local.cpu (cpu-1)',
    );
  });

  test.each<[string, () => Promise<void>]>([
    [
      'that an earlier release queued',
      () => withReservation((now) => omit(now, 'promised', 'planned', 'basis', 'shown')),
    ],
    [
      'that an earlier release laid out',
      () => account.host('settle').objects.delete(jobKeys.laidOut(folder())),
    ],
  ])('a job %s passes through unchanged', async (_, earlier) => {
    const ready = await prepared();
    await earlier();
    const before = await stored();

    expect(await run(ready)).toMatchObject({ outcome: 'estimated' });
    expect(await stored()).toEqual(before);
  });

  const folder = () => objectKeys.versionPrefix(scope, version.id);

  test('what a schedule started was shown to nobody, and goes on with more', async () => {
    const ready = await prepared();
    await withReservation((now) => ({
      ...omit(now, 'shown'),
      basis: { ...now.basis!, inputCount: 1 },
    }));

    expect(await run(ready)).toMatchObject({ outcome: 'estimated' });
    expect((await stored()).value.reservation.basis?.inputCount).toBe(16);
  });

  test('inputs that arrive after the rows were frozen are none of it', async () => {
    const content = { kind: 'text' as const, text: 'new' };
    await addInputs(
      scope,
      [{ content, concepts: [], metadata: {}, datasetIds: [] }],
      account.host('api'),
    );

    expect(await run(await prepared())).toMatchObject({ outcome: 'estimated' });
  });
});
