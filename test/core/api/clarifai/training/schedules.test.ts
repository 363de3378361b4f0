import { scheduleFired } from '../../../../../core/job/retraining/schedule-fired.ts';
import { keys } from '../../../../../core/records/keys.ts';
import { readRecord, toData } from '../../../../../core/records/records.ts';
import type { RetrainingSchedule } from '../../../../../core/training/schedule/retraining-schedule.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
  await lab.addTexts('texts', 2);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
});
afterAll(() => lab.close());

const make = async (params: object) => {
  const schedule = { dataset_id: 'texts', expression: 'rate(1 day)', params };
  return (await lab.post('/models/reader/schedules', { schedule })).body;
};
const template = 'Deeptune_Bert_Small';

/** A slot is told, and its execution comes to its end. */
async function fire(scheduleId: string, scheduledAt: string): Promise<string | undefined> {
  const payload = { userId: 'tester', appId: 'lab', scheduleId };
  const { executionName } = await scheduleFired({ scheduledAt, payload }, lab.deps);
  for (let tries = 0; tries < 2_000; tries += 1) {
    const { status, output } = (await lab.account.workflow.describe(executionName))!;
    if (status !== 'RUNNING') return output?.['outcome'] as string;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${scheduleId} at ${scheduledAt} is still decided`);
}

test.each([
  [
    { template, num_epoch: 1 },
    21118,
    /has no hyperparameter "num_epoch". Did you mean "num_epochs"/,
  ],
  [{ template, num_epochs: '1' }, 21118, /num_epochs must be a whole number .* "1" was given/],
  [{ template: 'Deeptune_Bert_Smal' }, 21118, /Did you mean "Deeptune_Bert_Small"/],
  [
    { template, dataset_id: 'others' },
    11102,
    /'schedule.dataset_id' says 'texts', and 'schedule.params.dataset_id' says "others"/,
  ],
])('what every firing would refuse is refused at once: %j', async (params, code, details) => {
  const { status } = await make(params);

  expect(status.code).toBe(code);
  expect(status.details).toMatch(details);
});

test('hyperparameters of the template, and the same dataset, are kept', async () => {
  const params = { template, num_epochs: 2, dataset_id: 'texts' };

  expect((await make(params)).schedule).toMatchObject({ dataset_id: 'texts', params });
});

test('when a schedule would fire is told before it is made, or what is wrong with it', async () => {
  const ask = async (expression: string, timezone?: string) => {
    const query = new URLSearchParams({ expression, ...(timezone ? { timezone } : {}) });
    return (await lab.get(`/schedules/runs?${query}`)).body;
  };

  const { runs } = await ask('rate(1 hour)');
  expect(Date.parse(runs[1]) - Date.parse(runs[0])).toBe(3_600_000);
  expect((await ask('cron(0 3 * * ? *)', 'Europe/Berlin')).runs).toHaveLength(3);
  expect(await ask('daily')).toMatchObject({
    status: { code: 10000 },
    runs: [],
    problem: expect.stringMatching(/"daily" is not a valid schedule: .*rate\(1 day\)/) as string,
  });
  expect((await ask('rate(1 day)', 'Mars/Base')).problem).toMatch(/'Mars\/Base'/);
});

test('a schedule says when it fires next, unless it is paused', async () => {
  const path = '/models/reader/schedules';
  const schedule = { id: 'next', dataset_id: 'texts', expression: 'rate(1 day)' };
  const made = (await lab.must('POST', path, { schedule }))['schedule'];
  const change = async (to: object) =>
    (await lab.must('PATCH', `${path}/next`, { schedule: to }))['schedule'];

  expect(Date.parse(made.next_run_at) - Date.parse(made.created_at)).toBe(86_400_000);
  expect(await change({ paused: true })).not.toHaveProperty('next_run_at');
  expect(await change({ paused: false })).toHaveProperty('next_run_at');
});

describe('what a schedule decided', () => {
  const path = '/models/reader/schedules';
  const at = (hour: number) => `2026-11-26T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const hourly = (id: string, more: object = {}) =>
    lab.must('POST', path, {
      schedule: { id, dataset_id: 'texts', expression: 'rate(1 hour)', min_new_inputs: 9, ...more },
    });
  const find = async (id: string) =>
    (await lab.must('GET', path)).schedules.find((each: Body) => each.id === id);

  test('is kept, the newest first, with its reason and the inputs that were counted', async () => {
    await hourly('kept');
    for (let hour = 0; hour < 22; hour += 1) await fire('kept', at(hour));
    await fire('kept', at(21));

    const { firings, last_firing: last } = await find('kept');

    expect(firings).toHaveLength(20);
    expect(firings.map((each: Body) => each.scheduled_at).slice(0, 2)).toEqual([at(21), at(20)]);
    expect(last).toEqual({
      scheduled_at: at(21),
      result: 'skipped',
      reason: 'too-little-new',
      new_inputs: 4,
      detail: '4 new inputs, at least 9 are wanted',
      numbers: { newInputs: 4, relabelledInputs: 0, minNewInputs: 9 },
    });
  });

  test('names the version that it started', async () => {
    await hourly('starts', { min_new_inputs: 1, params: { template } });
    await fire('starts', at(3));

    const { last_firing: last } = await find('starts');

    expect(last).toMatchObject({ result: 'started', reason: 'enough-new', new_inputs: 4 });
    await lab.settled('reader', last.model_version_id);
  });

  test('of an earlier release is its last one, without a reason', async () => {
    await hourly('old');
    const key = keys.schedule({ userId: 'tester', appId: 'lab' }, 'old');
    const stored = await readRecord<RetrainingSchedule>(lab.deps.table, key);
    const lastFiring = { scheduledAt: at(1), result: 'skipped' as const, detail: '0 new inputs' };
    await lab.deps.table.write([
      { put: { ...key, data: toData({ ...stored!.value, lastFiring }) }, if: 'present' },
    ]);

    const { firings } = await find('old');

    expect(firings).toEqual([{ scheduled_at: at(1), result: 'skipped', detail: '0 new inputs' }]);
  });

  test('is listed for all models of the app', async () => {
    await lab.post('/models', { model: { id: 'other', model_type_id: 'text-classifier' } });
    await lab.must('POST', '/models/other/schedules', {
      schedule: { id: 'others', dataset_id: 'texts', expression: 'rate(1 day)' },
    });

    const { schedules } = await lab.must('GET', '/schedules');
    const models = schedules.map((each: Body) => each.model_id);

    expect(new Set(models)).toEqual(new Set(['reader', 'other']));
    expect((await find('others')) === undefined).toBe(true);
  });
});

describe('a schedule that is changed', () => {
  const path = '/models/reader/schedules';
  const names = async () => (await lab.deps.schedules.list('')).map(({ payload }) => payload);
  const change = (id: string, schedule: object) => lab.must('PATCH', `${path}/${id}`, { schedule });
  beforeEach(async () => {
    await lab.delete(`${path}/changed`);
    await lab.must('POST', path, {
      schedule: { id: 'changed', dataset_id: 'texts', expression: 'rate(1 day)' },
    });
  });
  const payload = { userId: 'tester', appId: 'lab', scheduleId: 'changed' };

  test('fires nothing while it is paused, and counts from its resumption', async () => {
    const { schedule: before } = await change('changed', {});
    const { schedule: paused } = await change('changed', { paused: true });

    expect(paused.paused).toBe(true);
    expect(await names()).not.toContainEqual(payload);
    expect(await fire('changed', '2026-11-26T00:00:00.000Z')).toBe('skipped');
    const { schedules } = await lab.must('GET', path);
    const stands = schedules.find((each: Body) => each.id === 'changed');
    expect(stands.last_firing).toMatchObject({ result: 'skipped', reason: 'paused' });

    const { schedule: resumed } = await change('changed', { paused: false });

    expect(resumed.paused).toBe(false);
    expect(resumed.active_since > before.active_since).toBe(true);
    expect(await names()).toContainEqual(payload);
  });

  test('fires at its new times, and keeps the rest', async () => {
    const { schedule } = await change('changed', { expression: 'cron(0 3 * * ? *)' });

    expect(schedule).toMatchObject({ expression: 'cron(0 3 * * ? *)', min_new_inputs: 1 });
    const kept = (await lab.deps.schedules.list('')).find(
      (each) => each.payload['scheduleId'] === 'changed',
    );
    expect(kept?.expression).toBe('cron(0 3 * * ? *)');
  });

  test('stays as it was where its new times are none', async () => {
    const answer = await lab.patch(`${path}/changed`, { schedule: { expression: 'daily' } });

    expect(answer.body.status.code).toBe(11102);
    const { schedules } = await lab.must('GET', path);
    const kept = schedules.find((each: Body) => each.id === 'changed');
    expect(kept.expression).toBe('rate(1 day)');
    expect(await names()).toContainEqual(payload);
  });

  test('of another model, or that does not exist, is not found', async () => {
    await lab.post('/models', { model: { id: 'another', model_type_id: 'text-classifier' } });
    const paused = { schedule: { paused: true } };

    const [, ofAnother] = await lab.refused('PATCH', '/models/another/schedules/changed', paused);
    const [, ofNone] = await lab.refused('PATCH', `${path}/none`, paused);

    expect([ofAnother, ofNone]).toEqual([ofNone, ofNone]);
  });
});

describe('what decides is kept with a schedule', () => {
  const path = '/models/reader/schedules';
  const rules = {
    ...{ min_new_inputs: 5, drift_threshold: 0.25, worth_per_point_micros: 2_000_000 },
    ...{ max_price_micros: 3_000_000, done_by: '08:00' },
  };
  const make = (id: string, more: object) =>
    lab.post(path, {
      schedule: { id, dataset_id: 'texts', expression: 'rate(1 day)', ...more },
    });

  test('as it is named, changed one by one, and taken away by 0 and an empty time', async () => {
    const { schedule } = (await make('ruled', rules)).body;
    const change = async (to: object) =>
      (await lab.must('PATCH', `${path}/ruled`, { schedule: to }))['schedule'];

    expect(schedule).toMatchObject(rules);
    expect(await change({ done_by: '23:59' })).toMatchObject({ ...rules, done_by: '23:59' });
    const without = await change({ drift_threshold: 0, done_by: '' });

    expect(without).toMatchObject({ worth_per_point_micros: 2_000_000, min_new_inputs: 5 });
    expect(Object.keys(without)).not.toContain('drift_threshold');
    expect(Object.keys(without)).not.toContain('done_by');
  });

  test.each([
    [{ done_by: '24:00' }, /done_by.*HH:MM/],
    [{ done_by: '8:00' }, /done_by.*HH:MM/],
    [{ drift_threshold: 0 }, /drift_threshold/],
    [{ worth_per_point_micros: 1.5 }, /worth_per_point_micros/],
    [{ max_price_micros: 0 }, /max_price_micros/],
  ])('and refused where it can be none: %j', async (more, details) => {
    const { status } = (await make('bad', more)).body;

    expect(status.code).toBe(11100);
    expect(status.details).toMatch(details);
  });

  test('is asked now without anything being written or trained', async () => {
    await make('asked', { min_new_inputs: 9 });
    const before = (await lab.must('GET', path)).schedules;

    const { decision } = await lab.must('GET', `${path}/asked/decision`);

    expect(decision).toMatchObject({
      ...{ result: 'skipped', reason: 'too-little-new' },
      numbers: { relabelledInputs: expect.any(Number) as number, minNewInputs: 9 },
    });
    expect((await lab.must('GET', path)).schedules).toEqual(before);
  });

  test('fires now, in a slot of its own, whose decision stands with it', async () => {
    await make('fired', { min_new_inputs: 9 });
    const executions = () => lab.account.aws.stepFunctions.executions().length;
    const before = executions();

    const { firing } = await lab.must('POST', `${path}/fired/fire`);

    expect(firing).toMatchObject({ result: 'deciding' });
    expect(firing.execution_name).toMatch(/^[0-9a-f]{32}$/);
    expect(executions()).toBe(before + 1);
    let found: Body;
    for (let tries = 0; !found && tries < 2_000; tries += 1) {
      const { schedules } = await lab.must('GET', path);
      found = schedules.find(({ id }: Body) => id === 'fired').last_firing;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(found).toMatchObject({ scheduled_at: firing.scheduled_at, reason: 'too-little-new' });
  });
});

test('go with their model: another one of its id has none', async () => {
  const model = { id: 'brief', model_type_id: 'text-classifier' };
  await lab.must('POST', '/models', { model });
  const schedule = { id: 'brief-nightly', dataset_id: 'texts', expression: 'rate(1 day)' };
  await lab.must('POST', '/models/brief/schedules', { schedule });
  const held = async () => (await lab.deps.schedules.list('')).length;
  const before = await held();

  await lab.must('DELETE', '/models/brief');
  expect(await held()).toBe(before - 1);
  await lab.must('POST', '/models', { model });

  expect((await lab.must('GET', '/models/brief/schedules')).schedules).toEqual([]);
  expect(await fire('brief-nightly', '2026-11-20T03:00:00Z')).toBe('skipped');
});
