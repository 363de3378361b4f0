import { keys, periodOf } from '../../../../../core/records/keys.ts';
import type { Settings } from '../../../../../core/ports/host.ts';
import { AppUnderTest } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const at = '/v2/users/me/billing/budgets';
let lab: AppUnderTest;
let appKey: string;
let operator: string;
let bob: string;

async function open(settings: Partial<Settings> = {}): Promise<AppUnderTest> {
  const made = new AppUnderTest({ settings });
  await made.open();
  await made.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'other' }] });
  await made.must('POST', '/models', {
    models: [{ id: 'm', model_type_id: 'text-classifier' }],
  });
  return made;
}

beforeEach(async () => {
  lab = await open();
  const { keys: made } = await lab.must('POST', '/v2/users/me/keys', {
    keys: [{ apps: [{ id: 'lab' }] }],
  });
  appKey = made[0].id;
  operator = await lab.operatorKeyOf('boss');
  bob = await lab.keyOf('bob');
});
afterEach(() => lab.close());

const put = async (budget: object, key?: string, path = at) =>
  (await lab.send('PUT', path, { budget }, key)).body;
const idsOf = ({ budgets }: Body) => budgets.map(({ id }: Body) => id);

test('without one that was set there is the one that is configured', async () => {
  const { budgets } = await lab.must('GET', at);
  const period = periodOf(lab.deps.now());
  const nothing = { heldMicros: 0, postedMicros: 0, toldPercent: 0 };

  expect(budgets).toEqual([
    {
      ...{ id: 'tenant', level: 'tenant', monthMicros: 50_000_000, atLimit: 'stop' },
      ...{ isDefault: true, isPending: false, month: { period, ...nothing } },
      day: { period: lab.deps.now().slice(0, 10), ...nothing },
    },
  ]);
});

test('one is set, listed, replaced and taken away', async () => {
  const model = { level: 'model', appId: 'lab', modelId: 'm' };
  const set = await put({ ...model, monthMicros: '12500000', dayMicros: 1_000_000 });
  expect([set.stopped, set.resumed, set.isPending]).toEqual([[], [], false]);
  expect(set.budget).toMatchObject({
    ...{ ...model, id: 'model:lab:m', monthMicros: 12_500_000, dayMicros: 1_000_000 },
    ...{ atLimit: 'stop', isDefault: false, isPending: false },
  });

  await put({ ...model, dayMicros: 2_000_000, atLimit: 'notify' });
  await put({ level: 'app', appId: 'other', monthMicros: 0 });
  const listed = await lab.must('GET', at);
  expect(idsOf(listed)).toEqual(['tenant', 'app:other', 'model:lab:m']);
  expect(listed.budgets[2]).not.toHaveProperty('monthMicros');
  expect(listed.budgets[2]).toMatchObject({ dayMicros: 2_000_000, atLimit: 'notify' });

  await lab.must('DELETE', `${at}/model:lab:m`);
  expect(idsOf(await lab.must('GET', at))).toEqual(['tenant', 'app:other']);
  expect((await lab.refused('DELETE', `${at}/model:lab:m`)).slice(0, 2)).toEqual([404, 11101]);
});

test.each([
  [{ level: 'app', monthMicros: 1 }, 400, /level 'app' names an app .* names neither/],
  [{ level: 'model', appId: 'lab', monthMicros: 1 }, 400, /names an app .* and a model/],
  [
    { level: 'tenant', appId: 'lab', monthMicros: 1 },
    400,
    /names neither an app nor a model.*app 'lab'/,
  ],
  [{ level: 'tenant' }, 400, /needs 'monthMicros', 'dayMicros' or both/],
  [
    { level: 'tenant', monthMicros: 12.5 },
    400,
    /'budget.monthMicros' 12.5: must be whole micro-dollars/,
  ],
  [{ level: 'tenant', monthMicros: -1 }, 400, /'budget.monthMicros' -1: must be 0 or more/],
  [{ level: 'tenants', monthMicros: 1 }, 400, /'budget.level' "tenants"/],
  [{ level: 'tenant', monthMicros: 1, weekMicros: 1 }, 400, /weekMicros/],
  [{ level: 'app', appId: 'none', monthMicros: 1 }, 404, /App 'none' does not exist/],
  [{ level: 'model', appId: 'lab', modelId: 'x', monthMicros: 1 }, 404, /Model does not exist/],
] as const)('%j is refused', async (budget, status, words) => {
  const answer = await lab.send('PUT', at, { budget });

  expect(answer.status).toBe(status);
  expect(answer.body.status.details).toMatch(words);
});

test('a key of an app sets and sees the budgets of that app and its models alone', async () => {
  await put({ level: 'app', appId: 'other', monthMicros: 1_000 });
  const own = await put({ level: 'app', appId: 'lab', monthMicros: 1_000 }, appKey);
  expect(own.budget.id).toBe('app:lab');
  await put({ level: 'model', appId: 'lab', modelId: 'm', monthMicros: 1_000 }, appKey);

  expect(idsOf((await lab.send('GET', at, undefined, appKey)).body)).toEqual([
    'app:lab',
    'model:lab:m',
  ]);
  const other = await put({ level: 'app', appId: 'other', monthMicros: 1 }, appKey);
  expect(other.status).toMatchObject({ code: 11101, details: "App 'other' does not exist" });
  const tenant = await put({ level: 'tenant', monthMicros: 1 }, appKey);
  expect(tenant.status).toMatchObject({ code: 11007, developer_notes: 'insufficient-scopes' });
  expect((await lab.send('DELETE', `${at}/app:other`, undefined, appKey)).status).toBe(404);
});

test("another tenant's apps do not exist, and his budgets are his", async () => {
  const foreign = await put({ level: 'app', appId: 'lab', monthMicros: 1 }, bob);
  expect(foreign.status.details).toBe("App 'lab' does not exist");
  const path = '/v2/users/tester/billing/budgets';
  expect((await lab.send('GET', path, undefined, bob)).status).toBe(404);
});

test("the account's is its operators', who set a tenant's too; above that he cannot set it himself", async () => {
  const refused = await put({ level: 'account', monthMicros: 1 });
  expect(refused.status.developer_notes).toBe('insufficient-scopes');
  expect(idsOf(await lab.must('GET', at))).not.toContain('account');
  await put({ level: 'account', monthMicros: 90_000_000 }, operator);
  expect(idsOf((await lab.send('GET', at, undefined, operator)).body)).toEqual([
    'account',
    'tenant',
  ]);

  // What is configured is the most, until an operator allows more.
  const path = '/v2/users/tester/billing/budgets';
  const above = await put({ level: 'tenant', monthMicros: 60_000_000 });
  expect(above.status.details).toMatch(/may be \$50\.00 a month at most, not \$60\.00/);
  await put({ level: 'tenant', monthMicros: 70_000_000 }, operator, path);
  expect((await put({ level: 'tenant', monthMicros: 60_000_000 })).budget.monthMicros).toBe(
    60_000_000,
  );
  expect((await put({ level: 'tenant', monthMicros: 5 })).budget.monthMicros).toBe(5);
  expect((await put({ level: 'tenant', monthMicros: 5, atLimit: 'notify' })).status.code).toBe(
    11007,
  );
  expect((await lab.must('DELETE', `${at}/tenant`)).budget.monthMicros).toBe(70_000_000);
});

describe('a budget that is too small', () => {
  const training = {
    model_versions: [{ train_info: { params: { template: 'Deeptune_Bert_Small' } } }],
  };
  const versions = '/models/m/versions';

  beforeEach(async () => {
    for (const concept of ['good', 'bad']) {
      const ids = Array.from({ length: 8 }, (_, index) => `${concept}${index}`);
      const concepts = [{ id: concept, value: 1 }];
      await lab.must('POST', '/inputs', lab.texts(ids, undefined, concepts));
    }
  });

  test('is named by the estimate before, and by the refusal after', async () => {
    await put({ level: 'tenant', monthMicros: 40_000 });
    await put({ level: 'app', appId: 'lab', dayMicros: 30_000 });
    await put({ level: 'model', appId: 'lab', modelId: 'm', dayMicros: 35_000, atLimit: 'notify' });

    const { training_estimates: estimates } = await lab.must(
      'POST',
      `${versions}/estimates`,
      training,
    );
    const { wouldBeRefused, maxAmountMicros } = estimates[0];
    expect(wouldBeRefused).toMatchObject({
      ...{ code: 'budget-exceeded', budgetId: 'app:lab', level: 'app', per: 'day' },
      ...{ limitMicros: 30_000, leftMicros: 30_000, heldMicros: 0, postedMicros: 0 },
      askedMicros: maxAmountMicros,
    });
    const answer = await lab.send('POST', `${lab.base}${versions}`, training);
    expect(answer.status).toBe(402);
    expect(answer.body.status).toMatchObject({
      developer_notes: 'budget-exceeded',
      details: wouldBeRefused.message,
    });
    expect(wouldBeRefused.message).toMatch(
      /only \$0\.03 is left .*: the budget of app 'lab'\. To raise it: deeptune budgets set [\d.]+ --per day --app lab/,
    );
  });

  test('of the account is named without what others spend', async () => {
    await put({ level: 'account', monthMicros: 1 }, operator);

    const [, , details] = await lab.refused('POST', versions, training);

    expect(details).toMatch(/budget of the account, which all tenants share, has less left/);
    expect(details).not.toMatch(/spent|held/);
  });

  test('none refuses on a host without one', async () => {
    const laptop = await open({ budgetMicrosPerMonth: undefined });
    expect((await laptop.must('GET', at)).budgets[0]).not.toHaveProperty('monthMicros');
    expect((await laptop.must('GET', '/v2/users/me/billing/amounts')).amount).not.toHaveProperty(
      'budgetMicros',
    );
    await laptop.close();
  });
});

test('a month of an earlier release is counted by its records: days, apps, models, the account', async () => {
  const { table } = lab.deps;
  const now = lab.deps.now();
  const period = periodOf(now);
  const record = {
    ...{ userId: 'tester', appId: 'lab', modelId: 'm', period, recordedAt: now },
    ...{ trainingJobName: 'ft-1-a1', amountMicros: 700, billableSeconds: 1 },
  };
  const hold = {
    versionId: 'v',
    appId: 'lab',
    modelId: 'n',
    period,
    amountMicros: 300,
    createdAt: now,
  };
  await table.write([
    { put: { ...keys.usage('tester', period, 'ft-1-a1'), data: record } },
    { put: { ...keys.hold('tester', 'v'), data: hold } },
    {
      put: {
        ...keys.budget('tester', period),
        data: { period, heldMicros: 300, postedMicros: 700 },
      },
    },
  ]);

  await put({ level: 'app', appId: 'lab', dayMicros: 5_000 });
  await put({ level: 'model', appId: 'lab', modelId: 'm', dayMicros: 5_000 });

  const { budgets } = await lab.must('GET', at);
  const sums = { heldMicros: 300, postedMicros: 700 };
  expect(budgets.map(({ id, day, month }: Body) => [id, day, month])).toMatchObject([
    ['tenant', sums, sums],
    ['app:lab', sums, sums],
    ['model:lab:m', { heldMicros: 0, postedMicros: 700 }, { heldMicros: 0, postedMicros: 700 }],
  ]);
});
