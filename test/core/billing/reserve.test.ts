import fc from 'fast-check';
import { readBudget } from '../../../core/billing/budget/budget.ts';
import { newHold } from '../../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../../core/billing/reserve.ts';
import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import type { Settings } from '../../../core/ports/host.ts';
import type { Table } from '../../../core/ports/table.ts';
import { withRetry } from '../../../core/records/records.ts';
import { processSources } from '../../../local/process-sources.ts';
import { SqliteTable } from '../../../local/table/sqlite-table.ts';
import { assertWithinBudgets } from './budget/within-budgets.ts';

const at = '2026-11-25T10:00:00.000Z';
const period = '2026-11';
const holdOf = (id: string, maxAmountMicros: number) =>
  newHold({ id, appId: 'a1', modelId: 'm1' }, { maxAmountMicros, maxRuntimeSeconds: 60 }, at);
const usesOf = (table: Table, limit: number) => ({
  table,
  settings: { budgetMicrosPerMonth: limit } as Settings,
  sha256: processSources.sha256,
  now: () => at,
});

async function reserve(table: Table, id: string, amount: number, limit: number): Promise<void> {
  const deps = usesOf(table, limit);
  const hold = holdOf(id, amount);
  await withRetry(async () => {
    const books = await readBooks('u', hold, deps);
    assertWithinBudgets(books.budgets, amount);
    await table.write(reserveWrites(books, hold, deps));
  });
}

async function release(table: Table, id: string, held: number, amountMicros: number) {
  const deps = usesOf(table, 50);
  const hold = holdOf(id, held);
  const usage = {
    userId: 'u',
    period,
    trainingJobName: `ft-${id}-a1`,
    amountMicros,
  } as UsageRecord;
  await table.write(releaseWrites(await readBooks('u', hold, deps), hold, { at, usage }, deps));
}

describe('budget', () => {
  test('reservations that race never exceed it', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), amounts, async (scheduler, wanted) => {
        const table = new SqliteTable(':memory:');
        const slow = {
          write: table.write.bind(table),
          query: table.query.bind(table),
          get: scheduler.scheduleFunction(table.get.bind(table)),
        } as unknown as Table;

        const results = Promise.allSettled(
          wanted.map((amount, index) => reserve(slow, `v${index}`, amount, 50)),
        );
        await scheduler.waitFor(results);

        const { value } = await readBudget(table, 'u', period);
        const granted = (await results).flatMap((result, index) =>
          result.status === 'fulfilled' ? [wanted[index] ?? 0] : [],
        );
        expect(value.heldMicros).toBe(granted.reduce((sum, amount) => sum + amount, 0));
        expect(value.heldMicros).toBeLessThanOrEqual(50);
        table.close();
      }),
      { numRuns: 100 },
    );
  });

  test('a hold is released once: the second release changes nothing', async () => {
    const table = new SqliteTable(':memory:');
    await reserve(table, 'v', 40, 50);
    await release(table, 'v', 40, 25);

    await expect(release(table, 'v', 40, 25)).rejects.toThrow('refused');

    expect((await readBudget(table, 'u', period)).value).toMatchObject({
      heldMicros: 0,
      postedMicros: 25,
    });
    table.close();
  });

  test('never posts more than was held', async () => {
    const table = new SqliteTable(':memory:');
    await reserve(table, 'v', 40, 50);

    await release(table, 'v', 40, 1_000);

    expect((await readBudget(table, 'u', period)).value.postedMicros).toBe(40);
    table.close();
  });
});
