import fc from 'fast-check';
import { creditInvoice, payInvoice, voidInvoice } from '../../core/billing/invoice/change.ts';
import { listDrafts } from '../../core/billing/invoice/draft.ts';
import { creditedMicros } from '../../core/billing/invoice/invoice.ts';
import type { Invoice } from '../../core/billing/invoice/invoice.ts';
import { listHeaders, withLines } from '../../core/billing/invoice/invoice-store.ts';
import { issueInvoice } from '../../core/billing/invoice/issue.ts';
import { putCard } from '../../core/billing/rating/rate-card-store.ts';
import { listUsage } from '../../core/billing/usage/usage-record.ts';
import { readTenantBooks } from '../../core/billing/verify/read-books.ts';
import { verifyBooks } from '../../core/billing/verify/verify.ts';
import type { Table } from '../../core/ports/table.ts';
import { DeeptuneError } from '../../core/errors.ts';
import { eachEntry } from '../../core/billing/ledger/ledger-store.ts';
import { processSources } from '../../local/process-sources.ts';
import { assertHistories } from './histories.ts';
import { MoneyWorld, jobCount, tenants } from './money-world.ts';
import type { Step } from './money-world.ts';
import { Turns } from './turns.ts';

const periods = ['2026-11', '2026-12'] as const;
const period = fc.constantFrom(...periods);
const job = fc.nat({ max: jobCount - 1 });
const userId = fc.constantFrom(...tenants);
/** One of those that there are, by number. */
const which = fc.nat({ max: 3 });

/** What is done to the money of jobs, and to the invoices of it. */
type Action = Step | InvoiceAction;

type InvoiceAction =
  /** A job that is reserved and settled. */
  | { readonly what: 'job'; readonly job: number; readonly micros: number }
  | { readonly what: 'issue'; readonly userId: string; readonly period: string }
  | {
      readonly what: 'pay' | 'voidIt';
      readonly userId: string;
      readonly which: number;
    }
  | {
      readonly what: 'credit';
      readonly userId: string;
      readonly which: number;
      readonly name: string;
      readonly micros: number;
    }
  | { readonly what: 'card'; readonly userId: string; readonly freeSeconds: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  ...Array.from({ length: 4 }, () =>
    fc.record({ what: fc.constant('job' as const), job, micros: fc.nat({ max: 120 }) }),
  ),
  ...Array.from({ length: 3 }, () =>
    fc.record({ what: fc.constant('issue' as const), userId, period }),
  ),
  fc.record({ what: fc.constantFrom('pay' as const, 'voidIt' as const), userId, which }),
  fc.record({
    ...{ what: fc.constant('credit' as const), userId, which },
    ...{ name: fc.constantFrom('a', 'b'), micros: fc.integer({ min: 1, max: 150 }) },
  }),
  fc.record({ what: fc.constant('card' as const), userId, freeSeconds: fc.nat({ max: 200 }) }),
  fc.record({ what: fc.constant('pass' as const), hours: fc.nat({ max: 700 }) }),
);

/** Invoices of the money of two tenants. */
class InvoiceWorld {
  readonly money = new MoneyWorld();
  readonly told: string[] = [];
  readonly deps = {
    ...this.money.deps,
    settings: { microsPerHour: 3_600, instanceType: 'ml.g5.xlarge', host: 'aws' } as never,
    events: {
      publish: (event: { readonly detail: { readonly invoiceId?: unknown } }) => {
        this.told.push(String(event.detail.invoiceId));
        return Promise.resolve();
      },
    } as never,
  };

  async do(action: Action): Promise<void> {
    try {
      await this.#do(action);
    } catch (error) {
      // What cannot be done to an invoice as it stands, and what is not there.
      if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    }
  }

  async #do(action: Action): Promise<void> {
    const { deps } = this;
    switch (action.what) {
      case 'job':
        await this.money.work({ ...action, what: 'reserve' });
        return this.money.work({ ...action, what: 'settle' });
      case 'issue':
        return void (await issueInvoice(action, deps));
      case 'card': {
        const terms = { microsPerHour: 3_600, minimumMicrosPerJob: 0 };
        const card = { ...terms, freeSecondsPerMonth: action.freeSeconds };
        return void (await putCard({ userId: action.userId }, card, deps));
      }
      case 'pay':
      case 'voidIt':
      case 'credit':
        return this.#change(action);
      default:
        return this.money.work(action);
    }
  }

  async #change(action: Extract<Action, { what: 'pay' | 'voidIt' | 'credit' }>): Promise<void> {
    const all = await readInvoices(this.deps.table, action.userId);
    const id = all[action.which % Math.max(1, all.length)]?.id ?? 'none';
    const ref = { userId: action.userId, id };
    if (action.what === 'credit') {
      const asked = { name: action.name, amountMicros: action.micros, reason: 'because' };
      await creditInvoice(ref, asked, this.deps);
    } else await (action.what === 'pay' ? payInvoice : voidInvoice)(ref, this.deps);
  }

  async assertWhole(): Promise<void> {
    for (const tenant of tenants) {
      const { memory } = this.money;
      const books = await readTenantBooks(memory, tenant);
      const { findings } = verifyBooks(books, processSources.sha256);
      if (findings.length > 0) throw new Error(JSON.stringify(findings));
      const invoices = await readInvoices(memory, tenant);
      await assertOwed(this, tenant, invoices);
      const issued = new Set(invoices.map(({ id }) => id));
      expect(new Set(this.told.filter((id) => issued.has(id)))).toEqual(issued);
    }
  }
}

async function readInvoices(table: Table, userId: string): Promise<Invoice[]> {
  const headers = await listHeaders(table, userId);
  return Promise.all(headers.map((header) => withLines(table, header)));
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, each) => total + each, 0);
const sorted = (names: readonly string[]) => [...names].sort().join(' ');

/**
 * By plain sums: each usage record is on one standing invoice or on a draft, an invoice owes what
 * its lines come to, never less than nothing, gives back no more than that, and takes off no more
 * than a month's free seconds; and the ledger says the same.
 */
async function assertOwed(
  { deps, money }: InvoiceWorld,
  tenant: string,
  invoices: readonly Invoice[],
): Promise<void> {
  const months = ['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04'];
  const usage = (
    await Promise.all(months.map((month) => listUsage(money.memory, tenant, month)))
  ).flat();
  const standing = invoices.filter(({ status }) => status !== 'void');
  const drafts = await listDrafts(tenant, { ...deps, table: money.memory });
  const lines = [...standing, ...drafts].flatMap((invoice) => invoice.lines);
  const names = lines.flatMap(({ trainingJobName }) => trainingJobName ?? []);
  if (sorted(names) !== sorted(usage.map(({ trainingJobName }) => trainingJobName)))
    throw new Error(`on invoices and drafts: ${sorted(names)}`);
  const perMonth = new Set(standing.map(({ period }) => period));
  if (perMonth.size < standing.length) throw new Error('two invoices of one month stand');
  for (const { id, totalMicros, lines, creditNotes } of [...standing, ...drafts]) {
    const amounts = lines.map(({ amountMicros }) => amountMicros);
    if (totalMicros !== sum(amounts) || totalMicros < 0) throw new Error(`total of ${id}`);
    if (creditedMicros(creditNotes) > totalMicros) throw new Error(`credits of ${id}`);
    if (lines.some(({ kind, amountMicros }) => kind === 'free-tier' && amountMicros > 0))
      throw new Error(`free tier of ${id}`);
  }
  const balances = new Map<string, number>();
  for await (const entry of eachEntry(money.memory, tenant))
    for (const { account, micros } of entry.postings)
      balances.set(account, (balances.get(account) ?? 0) + micros);
  const onInvoice = standing.flatMap((each) => each.lines).filter(({ kind }) => kind === 'usage');
  const unbilled =
    sum(usage.map(({ amountMicros }) => amountMicros)) -
    sum(onInvoice.map(({ amountMicros }) => amountMicros));
  if ((balances.get('unbilled') ?? 0) !== unbilled) throw new Error('unbilled');
  const owed = sum(
    standing.map(({ totalMicros, creditNotes }) => totalMicros - creditedMicros(creditNotes)),
  );
  if ((balances.get('receivable') ?? 0) + (balances.get('cash') ?? 0) !== owed)
    throw new Error('receivable and cash');
}

const crash = fc.option(
  fc.record({ write: fc.nat({ max: 3 }), when: fc.constantFrom('before' as const, 'after') }),
  { nil: undefined, freq: 2 },
);

test('every charge is on one invoice, once, whoever dies at whatever write and is sent again', async () => {
  const disturbed = fc.record({ action, crash, isDoubled: fc.boolean() });
  await assertHistories(
    fc.asyncProperty(fc.array(disturbed, { maxLength: 12, size: 'max' }), async (history) => {
      const world = new InvoiceWorld();
      for (const { action, crash, isDoubled } of history) {
        await world.money.survives(() => world.do(action), crash);
        if (isDoubled && action.what !== 'pass') await world.do(action);
      }
      await world.assertWhole();
    }),
    30,
  );
});

test('every charge is on one invoice, once, however invoices, payments and jobs interleave', async () => {
  const batches = fc.array(fc.array(action, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
  const choices = fc.array(fc.nat({ max: 11 }), { maxLength: 120, size: 'max' });
  await assertHistories(
    fc.asyncProperty(batches, choices, async (history, order) => {
      const world = new InvoiceWorld();
      for (const batch of history) {
        const works = batch.map((action) => () => world.do(action));
        await world.money.interleave(works, new Turns(order));
      }
      await world.assertWhole();
    }),
    30,
  );
});
