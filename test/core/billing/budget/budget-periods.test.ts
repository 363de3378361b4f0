import { readBudgets } from '../../../../core/billing/budget/budget.ts';
import { readBudgetState } from '../../../../core/billing/budget/budget-views.ts';
import { changeLimit } from '../../../../core/billing/budget/change-limit.ts';
import { spentOn } from '../../../../core/billing/budget/spending.ts';
import { newHold } from '../../../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../../../core/billing/reserve.ts';
import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import { dayOf, periodOf } from '../../../../core/records/keys.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { MemoryTable } from '../../../properties/memory-table.ts';
import { assertWithinBudgets } from './within-budgets.ts';

const model = { userId: 'u', appId: 'a', modelId: 'm' };
const target = { level: 'model', ...model } as const;
let table: MemoryTable;
let clock: string;
const deps = () =>
  ({ table, settings: {}, sha256: processSources.sha256, now: () => clock }) as never as Parameters<
    typeof readBooks
  >[2];

beforeEach(() => {
  table = new MemoryTable();
});

async function reserve(id: string, maxAmountMicros: number) {
  const hold = newHold({ id, ...model }, { maxAmountMicros, maxRuntimeSeconds: 60 }, clock);
  const books = await readBooks('u', hold, deps());
  assertWithinBudgets(books.budgets, maxAmountMicros);
  await table.write(reserveWrites(books, hold, deps()));
  return hold;
}

const limit = (limits: { readonly monthMicros?: number; readonly dayMicros?: number }) =>
  changeLimit(
    {
      target,
      limit: { atLimit: 'stop', ...limits },
      by: { userId: 'u', isOperator: false },
    },
    deps(),
  );
const counterAt = async (at: string) => (await readBudgetState(target, at, deps())).counter.value;

test.each([
  ['a month', '2026-11-30T23:59:59.999Z', '2026-12-01T00:00:00.000Z'],
  ['a year', '2026-12-31T23:59:59.999Z', '2027-01-01T06:00:00.000Z'],
  ['a leap day', '2028-02-29T23:59:59.999Z', '2028-03-01T00:00:00.001Z'],
])('over the end of %s money counts where it was reserved', async (_, before, after) => {
  clock = before;
  const hold = await reserve('job', 70);
  clock = after;
  const usage = {
    ...{ ...model, trainingJobName: 'ft-job-a1', period: hold.period, recordedAt: after },
    amountMicros: 40,
  } as UsageRecord;
  const books = await readBooks('u', hold, deps());
  await table.write(releaseWrites(books, hold, { at: after, usage }, deps()));

  const [then, now] = [await counterAt(before), await counterAt(after)];
  const spent = { heldMicros: 0, postedMicros: 40 };
  expect(then).toMatchObject({ period: periodOf(before), ...spent });
  expect(spentOn(then, dayOf(before))).toEqual(spent);
  expect(now).toMatchObject({ period: periodOf(after), heldMicros: 0, postedMicros: 0 });
});

test('a day that is used up has room again on the next, in a month that has', async () => {
  clock = '2026-11-25T23:59:59.999Z';
  await limit({ dayMicros: 50, monthMicros: 90 });
  await reserve('one', 50);
  await expect(reserve('two', 1)).rejects.toThrow(/for 2026-11-25 only \$0\.00 is left/);

  clock = '2026-11-26T00:00:00.000Z';
  await expect(reserve('three', 41)).rejects.toThrow(/for 2026-11 only \$0\.000040 is left/);
  await reserve('four', 40);

  clock = '2026-12-01T00:00:00.000Z';
  await reserve('five', 50);
});

test('whoever decided by a limit that changed since writes nothing', async () => {
  clock = '2026-11-25T10:00:00.000Z';
  await limit({ monthMicros: 100 });
  const hold = newHold(
    { id: 'job', ...model },
    { maxAmountMicros: 80, maxRuntimeSeconds: 60 },
    clock,
  );
  const books = await readBooks('u', hold, deps());
  assertWithinBudgets(books.budgets, 80);
  await limit({ monthMicros: 79 });

  await expect(table.write(reserveWrites(books, hold, deps()))).rejects.toThrow('refused');

  const [, , , ofModel] = await readBudgets(model, clock, deps());
  expect(ofModel?.counter.value.heldMicros).toBe(0);
});

test('one that only notifies refuses nothing, and tells of its percentages all the same', async () => {
  clock = '2026-11-25T10:00:00.000Z';
  const by = { userId: 'u', isOperator: false };
  const notify = { atLimit: 'notify' as const, monthMicros: 10 };
  await changeLimit({ target, limit: notify, by }, deps());

  await reserve('job', 80);

  const told = await table.query({ pk: 'user#u#budget-events' });
  expect(told.items.map(({ data }) => (data['event'] as { detail: object }).detail)).toMatchObject(
    [50, 80, 100].map((percent) => ({ percent, budgetId: 'model:a:m', heldMicros: 80 })),
  );
});

test('a limit of 0 lets nothing start, though it cost nothing', async () => {
  clock = '2026-11-25T10:00:00.000Z';
  await reserve('free', 0);
  await limit({ monthMicros: 0 });

  await expect(reserve('next', 0)).rejects.toMatchObject({ code: 'budget-exceeded' });
});
