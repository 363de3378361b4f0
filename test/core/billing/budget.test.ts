import fc from 'fast-check';
import {
  assertWithinBudget,
  newHold,
  readBudget,
  releaseWrites,
  reserveWrites,
} from '../../../core/billing/budget.ts';
import type { Budget } from '../../../core/billing/budget.ts';
import { withRetry } from '../../../core/records/records.ts';
import { SqliteTable } from '../../../local/table/sqlite-table.ts';

const at = '2026-11-25T10:00:00.000Z';
const period = '2026-11';
const holdOf = (versionId: string, maxAmountMicros: number) =>
  newHold({ id: versionId, appId: 'a1' }, { maxAmountMicros, maxRuntimeSeconds: 60 }, at);

async function reserve(
  table: SqliteTable,
  versionId: string,
  amount: number,
  limit: number,
): Promise<void> {
  await withRetry(async () => {
    const budget = await readBudget(table, 'u', period);
    assertWithinBudget(budget.value, amount, limit);
    await table.write(reserveWrites('u', budget, holdOf(versionId, amount)));
  });
}

describe('budget', () => {
  test('says what is left, spent and held when it refuses', () => {
    const budget: Budget = { period, heldMicros: 3_000_000, postedMicros: 5_000_000 };

    expect(() => assertWithinBudget(budget, 2_500_000, 10_000_000)).toThrow(
      /up to \$2\.50.*\$10\.00 for 2026-11 only \$2\.00 is left \(\$5\.00 spent, \$3\.00 held\)/,
    );
  });

  test('reservations that race never exceed it', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), amounts, async (scheduler, wanted) => {
        const table = new SqliteTable(':memory:');
        const slow = {
          ...asPort(table),
          query: table.query.bind(table),
          get: scheduler.scheduleFunction(table.get.bind(table)),
        };

        const results = Promise.allSettled(
          wanted.map((amount, index) =>
            reserve(slow as unknown as SqliteTable, `v${index}`, amount, 50),
          ),
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
    const release = async () =>
      table.write(releaseWrites('u', await readBudget(table, 'u', period), holdOf('v', 40), 25));
    await release();

    await expect(release()).rejects.toThrow('refused');

    expect((await readBudget(table, 'u', period)).value).toEqual({
      period,
      heldMicros: 0,
      postedMicros: 25,
    });
    table.close();
  });

  test('never posts more than was held', async () => {
    const table = new SqliteTable(':memory:');
    await reserve(table, 'v', 40, 50);

    await table.write(
      releaseWrites('u', await readBudget(table, 'u', period), holdOf('v', 40), 1_000),
    );

    expect((await readBudget(table, 'u', period)).value.postedMicros).toBe(40);
    table.close();
  });
});

function asPort(table: SqliteTable) {
  return { write: table.write.bind(table) };
}
