import { AppUnderTest } from '../../core/api/app-under-test.ts';
import { Terminal } from './terminal.ts';

const app = new AppUnderTest();
let terminal: Terminal;

beforeAll(async () => {
  await app.open();
  terminal = new Terminal(app.client());
  await app.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
});
afterAll(() => app.close());

const budgets = (...args: string[]) => terminal.run(['budgets', ...args]);
const stored = async (id: string) =>
  (await app.must('GET', '/v2/users/me/billing/budgets')).budgets.find(
    (budget: { readonly id: string }) => budget.id === id,
  );

test('are listed with a bar, and in CSV with micro-dollars', async () => {
  const { out, status } = await budgets();
  expect(status).toBe(0);
  expect(out).toMatch(/tenant +\d{4}-\d\d +\$50\.00 +\$0\.00 +\$0\.00 +·{20} 0 % +refuses, as/);

  const csv = await budgets('list', '--format', 'csv');
  expect(csv.out).toMatch(/^budget,period,limitMicros.*\ntenant,\d{4}-\d\d,50000000,0,0,0,stop\n$/);
});

test('are set by amount and period; the other period stays', async () => {
  expect((await budgets('set', '12.50', '--app', 'lab')).status).toBe(0);
  expect((await budgets('set', '$2', '--per', 'day', '--app', 'lab')).status).toBe(0);
  expect(await stored('app:lab')).toMatchObject({ monthMicros: 12_500_000, dayMicros: 2_000_000 });

  await budgets('set', '0.5', '--app', 'lab', '--model', 'm', '--notify-only');
  expect(await stored('model:lab:m')).toMatchObject({ monthMicros: 500_000, atLimit: 'notify' });

  const dry = await budgets('set', '1', '--app', 'lab', '--dry-run');
  expect(dry.out).toContain('$1.00');
  expect(dry.err).toContain('dry run: the budget is as it was; no job would be stopped');
  expect(await stored('app:lab')).toMatchObject({ monthMicros: 12_500_000 });
  expect((await budgets('remove', '--app', 'lab')).status).toBe(0);
  expect(await stored('app:lab')).toBeUndefined();
});

test.each([
  [['set', 'abc'], 2, /Wanted dollars, such as 2 or 0\.50/],
  [['set', '-1'], 2, /-1/],
  [['set', '0.0000001'], 2, /millionth of a dollar/],
  [['set', '1', '--per', 'week'], 2, /month, day/],
  [['set', '1', '--model', 'm'], 2, /--model m needs its app.*--app/],
  [['set', '1', '--account', '--app', 'lab'], 2, /all tenants together/],
  [['set', '1', '--account'], 4, /Only an operator may set the account budget/],
  [['set', '1', '--app', 'none'], 3, /App 'none' does not exist/],
  [['set', '1', '--app', 'lab', '--model', 'none'], 3, /Model does not exist/],
  [['set', '60'], 4, /\$50\.00 a month at most, not \$60\.00/],
  [['remove'], 3, /tenant 'tester' has no budget of its own/],
] as const)('%j ends with %i', async (args, status, words) => {
  const ended = await budgets(...args);

  expect(ended.err).toMatch(words);
  expect(ended.status).toBe(status);
});
