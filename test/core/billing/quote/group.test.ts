import fc from 'fast-check';
import type { GroupCounter } from '../../../../core/billing/quote/group.ts';
import { groupMaximum, newGroupWrite } from '../../../../core/billing/quote/group.ts';
import type { QuoteRecord } from '../../../../core/billing/quote/quote.ts';
import { withinGroup } from '../../../../core/billing/quote/quote-books.ts';
import { findQuote, quoteWrite } from '../../../../core/billing/quote/quote-store.ts';
import type { Hold } from '../../../../core/billing/hold.ts';
import { findHold, newHold } from '../../../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../../../core/billing/reserve.ts';
import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import { keys } from '../../../../core/records/keys.ts';
import { readRecord, withRetry } from '../../../../core/records/records.ts';
import type { Settings } from '../../../../core/ports/host.ts';
import type { Table } from '../../../../core/ports/table.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';

const at = '2026-11-25T10:00:00.000Z';
const scope = { userId: 'u', appId: 'a1' };
const modelId = 'm1';
const price = fc.integer({ min: 1, max: 1_000 });
const priced = fc
  .record({ priceMicros: price, above: fc.integer({ min: 0, max: 2_000 }) })
  .map(({ priceMicros, above }) => ({ priceMicros, maxPriceMicros: priceMicros + above }));

describe('the maximum of a group', () => {
  test.each([
    ['one alone', [[100, 160]], 160],
    // 200 + sqrt(60^2 + 80^2)
    [
      'two',
      [
        [100, 160],
        [100, 180],
      ],
      300,
    ],
    [
      'without a spread',
      [
        [100, 100],
        [50, 50],
      ],
      150,
    ],
  ] as const)('%s', (_, prices, maximum) => {
    const quotes = prices.map(([priceMicros, maxPriceMicros]) => ({ priceMicros, maxPriceMicros }));
    expect(groupMaximum(quotes)).toBe(maximum);
  });

  test('is never above the sum of the maxima, nor below the greatest of them', () => {
    fc.assert(
      fc.property(fc.array(priced, { minLength: 1, maxLength: 10 }), (quotes) => {
        const maxima = quotes.map(({ maxPriceMicros }) => maxPriceMicros);
        const maximum = groupMaximum(quotes);
        expect(maximum).toBeLessThanOrEqual(maxima.reduce((sum, each) => sum + each, 0));
        expect(maximum).toBeGreaterThanOrEqual(Math.max(...maxima));
      }),
    );
  });
});

/** A job of the group: what it may cost, and what it is then charged; undefined: nothing. */
interface GroupedJob {
  readonly id: string;
  readonly maxPriceMicros: number;
  readonly charge: number | undefined;
}

/** The table of one tenant whose reads come in an order that the scheduler chooses. */
class Tenant {
  readonly store = new SqliteTable(':memory:');
  readonly deps;

  constructor(scheduler: fc.Scheduler) {
    const { store } = this;
    const table = {
      write: store.write.bind(store),
      query: store.query.bind(store),
      get: scheduler.scheduleFunction(store.get.bind(store)),
    } as unknown as Table;
    const settings = { budgetMicrosPerMonth: 1e9 } as Settings;
    this.deps = { table, settings, sha256: processSources.sha256, now: () => at };
  }

  async quote(jobs: readonly GroupedJob[], maxPriceMicros: number): Promise<void> {
    const group = { id: 'g', maxPriceMicros };
    const records = jobs.map(({ id, maxPriceMicros: own }) => {
      const quote = { ...scope, modelId, id: `q-${id}`, maxPriceMicros: own, group };
      return { quote, status: 'used', jobId: id } as unknown as QuoteRecord;
    });
    const writes = records.map((record) => quoteWrite(record, 'absent'));
    await this.store.write([...writes, newGroupWrite(scope, group)]);
  }

  async run(job: GroupedJob): Promise<number> {
    await withRetry(() => this.#reserve(job));
    const { value: hold } = (await findHold(this.store, 'u', job.id))!;
    await withRetry(() => this.#release(hold, job));
    return Math.min(job.charge ?? 0, hold.amountMicros);
  }

  async #reserve({ id, maxPriceMicros }: GroupedJob): Promise<void> {
    const reservation = { maxAmountMicros: maxPriceMicros, maxRuntimeSeconds: 60 };
    const ref = { id, appId: scope.appId, modelId };
    const wanted = newHold(ref, { ...reservation, quoteId: `q-${id}` }, at);
    const books = await readBooks('u', wanted, this.deps);
    const writes = reserveWrites(books, withinGroup(books.quote, wanted), this.deps);
    await this.store.write(writes);
  }

  async #release(hold: Hold, { id, charge }: GroupedJob): Promise<void> {
    const amountMicros = Math.min(charge ?? 0, hold.amountMicros);
    const record = { userId: 'u', period: '2026-11', trainingJobName: `ft-${id}-a1`, amountMicros };
    const usage = { ...record, ...scope, modelId, versionId: id } as UsageRecord;
    const end = charge === undefined ? { at } : { at, usage };
    const books = await readBooks('u', hold, this.deps);
    await this.store.write(releaseWrites(books, hold, end, this.deps));
  }

  async counter(): Promise<GroupCounter> {
    return (await readRecord<GroupCounter>(this.store, keys.quoteGroup(scope, 'g')))!.value;
  }
}

const jobs = fc
  .array(fc.record({ quote: priced, charge: fc.option(price, { nil: undefined }) }), {
    minLength: 2,
    maxLength: 5,
  })
  .map((list) =>
    list.map(({ quote, charge }, index) => ({
      quote,
      job: { id: `v${index}`, maxPriceMicros: quote.maxPriceMicros, charge },
    })),
  );

describe('jobs of a group', () => {
  test('are never billed above its maximum together, nor one above its own, however they interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), jobs, async (scheduler, all) => {
        const maximum = groupMaximum(all.map(({ quote }) => quote));
        const tenant = new Tenant(scheduler);
        await tenant.quote(
          all.map(({ job }) => job),
          maximum,
        );

        const running = Promise.all(all.map(({ job }) => tenant.run(job)));
        const bills = await scheduler.waitFor(running);

        const billed = bills.reduce((sum, bill) => sum + bill, 0);
        expect(billed).toBeLessThanOrEqual(maximum);
        expect(await tenant.counter()).toMatchObject({ heldMicros: 0, postedMicros: billed });
        for (const [index, { job, quote }] of all.entries()) {
          expect(bills[index]).toBeLessThanOrEqual(quote.maxPriceMicros);
          const ref = { scope, modelId, quoteId: `q-${job.id}` };
          expect((await findQuote(tenant.store, ref))?.value).toMatchObject({
            status: bills[index]! > 0 ? 'used' : 'void',
            billedMicros: bills[index],
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});
