import * as fc from 'fast-check';
import { creditInvoice, payInvoice, voidInvoice } from '../../../../core/billing/invoice/change.ts';
import { listDrafts } from '../../../../core/billing/invoice/draft.ts';
import { monthAfter } from '../../../../core/records/months.ts';
import { readInvoices } from '../../../../core/billing/invoice/invoice-store.ts';
import { creditedMicros } from '../../../../core/billing/invoice/invoice.ts';
import type { Invoice } from '../../../../core/billing/invoice/invoice.ts';
import { readTenantBooks } from '../../../../core/billing/verify/read-books.ts';
import { verifyBooks } from '../../../../core/billing/verify/verify.ts';
import { DeeptuneError } from '../../../../core/errors.ts';
import { assertHistories } from '../../../properties/histories.ts';
import { BillingWorld } from './billing-world.ts';

/** What happens to a tenant's bill, in any order; numbers pick what it happens to. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ what: fc.constant('reserve' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('settle' as const),
      pick: fc.nat(),
      seconds: fc.constantFrom(0, 1, 7, 59, 60, 61, 3_599, 3_600, 100_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('month' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom('issue', 'issue', 'void', 'pay', 'credit'),
      pick: fc.nat(),
      micros: fc.constantFrom(1, 1_111, 66_667, 4_000_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('free' as const), seconds: fc.nat(4_000) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class History {
  readonly world = new BillingWorld();
  readonly #open: ((seconds: number) => Promise<string>)[] = [];
  #month = '2026-11';
  #second = 0;

  async take(each: Step): Promise<void> {
    this.#second += 1;
    this.world.now = `${this.#month}-05T00:00:${String(this.#second % 60).padStart(2, '0')}.000Z`;
    try {
      await this.#act(each);
    } catch (error) {
      // What is refused changes nothing; what breaks is no refusal.
      if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    }
  }

  async #act(each: Step): Promise<unknown> {
    if (each.what === 'month') return (this.#month = monthAfter(this.#month));
    if (each.what === 'reserve') return this.#open.push(await this.world.reserve());
    if (each.what === 'free' && 'seconds' in each) return this.world.freeSeconds(each.seconds);
    if (each.what === 'settle' && 'seconds' in each && 'pick' in each)
      return this.#open.splice(each.pick % (this.#open.length || 1), 1)[0]?.(each.seconds);
    if (!('micros' in each)) return undefined;
    const months = ['2026-11', '2026-12', '2027-01', '2027-02'];
    if (each.what === 'issue') return this.world.issue(months[each.pick % months.length] ?? '');
    const invoices = await readInvoices(this.world.table, 'u');
    const id = invoices[each.pick % (invoices.length || 1)]?.id;
    if (id === undefined) return undefined;
    const { deps } = this.world;
    if (each.what === 'void') return voidInvoice({ userId: 'u', id }, deps);
    if (each.what === 'pay') return payInvoice({ userId: 'u', id }, deps);
    return creditInvoice({ userId: 'u', id }, { amountMicros: each.micros, reason: 'r' }, deps);
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const usageOf = (invoices: readonly Invoice[]) =>
  invoices.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'usage'));

test('whatever happens to it in whatever order, each job is on one invoice or on none, and the ledger agrees', async () => {
  const histories = fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const history = new History();
    for (const each of steps) await history.take(each);
    const { table, deps } = history.world;
    const books = await readTenantBooks(table, 'u');
    const all = await readInvoices(table, 'u');
    const [standing, drafts] = [
      all.filter(({ status }) => status !== 'void'),
      await listDrafts('u', deps),
    ];

    const names = usageOf([...standing, ...drafts]).map(({ trainingJobName }) => trainingJobName);
    expect(names.sort()).toEqual(books.usage.map((each) => each.trainingJobName).sort());
    for (const invoice of [...all, ...drafts]) {
      expect(invoice.totalMicros).toBe(sum(invoice.lines.map((line) => line.amountMicros)));
      expect(invoice.totalMicros).toBeGreaterThanOrEqual(0);
      expect(creditedMicros(invoice.creditNotes)).toBeLessThanOrEqual(invoice.totalMicros);
    }
    const balance = (account: string) =>
      sum(
        books.entries.flatMap(({ postings }) =>
          postings.filter((each) => each.account === account).map(({ micros }) => micros),
        ),
      );
    expect(balance('unbilled')).toBe(sum(usageOf(drafts).map((line) => line.amountMicros)));
    expect(balance('receivable') + balance('cash')).toBe(
      sum(standing.map((each) => each.totalMicros - creditedMicros(each.creditNotes))),
    );
    expect(sum(books.entries.flatMap(({ postings }) => postings.map(({ micros }) => micros)))).toBe(
      0,
    );
    const { findings } = verifyBooks({ ...books, invoices: all }, deps.sha256);
    expect(findings.filter(({ code }) => !code.startsWith('counter'))).toEqual([]);
  });
  await assertHistories(histories, 150);
}, 120_000);
