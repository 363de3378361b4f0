import { readCounters } from '../../../../core/billing/budget/counters.ts';
import { newHold } from '../../../../core/billing/hold.ts';
import { readBooks, reserveWrites } from '../../../../core/billing/reserve.ts';
import { isError } from '../../../../core/errors.ts';
import { transientRetrier } from '../../../../core/job/workflow/limits.ts';
import type { Key, Query, Table, Write } from '../../../../core/ports/table.ts';
import { withRetry } from '../../../../core/records/records.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { MemoryTable } from '../../../properties/memory-table.ts';

/** Time that passes when everybody waits. */
class VirtualClock {
  milliseconds = 0;
  readonly #waiting: { readonly at: number; readonly wake: () => void }[] = [];

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((wake) => this.#waiting.push({ at: this.milliseconds + milliseconds, wake }));

  async run(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    void work.finally(() => (isDone = true));
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#waiting.sort((a, b) => a.at - b.at).shift();
      if (!next) continue;
      this.milliseconds = next.at;
      next.wake();
    }
  }
}

/** The same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

const tenants = 100;

/**
 * All tenants' jobs ask Admit at the same moment for the account's one counter, of a table that
 * takes as long as DynamoDB: 3 to 8 ms to read, 10 to 25 ms to write. Step Functions tries a step
 * again as the workflow says.
 */
test('100 tenants at once all get through the one counter of the account', async () => {
  const clock = new VirtualClock();
  const random = seeded(7);
  const memory = new MemoryTable();
  const slow = (least: number, most: number) => clock.sleep(least + random() * (most - least));
  let refused = 0;
  const table = {
    get: async (key: Key) => (await slow(3, 8), memory.get(key)),
    query: async (query: Query) => (await slow(3, 8), memory.query(query)),
    write: async (writes: readonly Write[]) => {
      await slow(10, 25);
      await memory.write(writes).catch((error: unknown) => {
        refused += 1;
        throw error;
      });
    },
  } as unknown as Table;
  const now = () =>
    new Date(Date.parse('2026-11-25T10:00:00.000Z') + clock.milliseconds).toISOString();
  const deps = { table, settings: {} as never, sha256: processSources.sha256, now };
  const tries: number[] = [];

  async function admit(index: number): Promise<void> {
    const userId = `tenant-${index}`;
    for (let call = 0; ; call += 1)
      try {
        tries[index] = call + 1;
        return await withRetry(async () => {
          const reservation = { maxAmountMicros: 1_000, maxRuntimeSeconds: 60 };
          const hold = newHold(
            { id: `job-${index}`, appId: 'a', modelId: 'm' },
            reservation,
            now(),
          );
          const books = await readBooks(userId, hold, deps);
          await table.write(reserveWrites(books, hold, deps));
        });
      } catch (error) {
        if (!isError(error, 'conflict') || call >= transientRetrier.MaxAttempts) throw error;
        const { IntervalSeconds, BackoffRate, MaxDelaySeconds } = transientRetrier;
        const pause = Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** call);
        await clock.sleep(random() * pause * 1000);
      }
  }

  const all = Promise.all(Array.from({ length: tenants }, (_, index) => admit(index)));
  await clock.run(all);
  await all;

  const [account] = await readCounters({ userId: 'tenant-0' }, '2026-11', memory);
  expect(account?.value.heldMicros).toBe(tenants * 1_000);
  // Of 7 calls that Step Functions makes, and of the minute that a person waits for.
  expect(Math.max(...tries)).toBeLessThanOrEqual(transientRetrier.MaxAttempts);
  expect(clock.milliseconds).toBeLessThan(60_000);
  expect(refused).toBeGreaterThan(tenants);
}, 30_000);
