import fc from 'fast-check';
import type { GroupCounter } from '../../core/billing/quote/group.ts';
import { groupMaximum, newGroupWrite } from '../../core/billing/quote/group.ts';
import { newQuote } from '../../core/billing/quote/new-quote.ts';
import { withinGroup } from '../../core/billing/quote/quote-books.ts';
import { quoteWrite } from '../../core/billing/quote/quote-store.ts';
import type { QuoteRecord } from '../../core/billing/quote/quote.ts';
import { ensureSecret } from '../../core/billing/quote/signature.ts';
import type { Hold } from '../../core/billing/hold.ts';
import { findHold, newHold } from '../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../core/billing/reserve.ts';
import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { DeeptuneError } from '../../core/errors.ts';
import { underQuote, useWrite } from '../../core/job/request/quote/accept-quote.ts';
import { getQuote } from '../../core/billing/quote/quote-store.ts';
import type { Reservation } from '../../core/model/model-version.ts';
import { keys } from '../../core/records/keys.ts';
import { readAll, readRecord, withRetry } from '../../core/records/records.ts';
import { assertHistories } from './histories.ts';
import { MoneyWorld } from './money-world.ts';
import { Turns } from './turns.ts';

const scope = { userId: 'tenant-0', appId: 'app-0' };
const modelId = 'model-0';
const quoteCount = 4;

/** What is quoted: price, and how much above it the maximum is. */
interface Price {
  readonly priceMicros: number;
  readonly above: number;
}

/** A job is started under a quote, reserved or ended; by their numbers. */
type Step =
  | { readonly what: 'use'; readonly quote: number; readonly job: number }
  | { readonly what: 'reserve'; readonly job: number }
  | { readonly what: 'settle'; readonly job: number; readonly micros: number }
  | { readonly what: 'void'; readonly job: number }
  | { readonly what: 'pass'; readonly hours: number };

/** Four quotes, of which the first three share one maximum. */
class QuoteWorld {
  readonly money = new MoneyWorld();
  readonly deps = {
    ...this.money.deps,
    settings: {} as never,
    newId: () => 'f'.repeat(32),
  };
  readonly prices: readonly Price[];

  constructor(prices: readonly Price[]) {
    this.prices = prices;
  }

  readonly id = (quote: number) => `quote-${quote}`;
  ref = (quote: number) => ({ scope, modelId, quoteId: this.id(quote) });

  maxOf(quote: number): number {
    const { priceMicros, above } = this.prices[quote]!;
    return priceMicros + above;
  }

  get groupMax(): number {
    const quotes = this.prices.slice(0, 3).map(({ priceMicros, above }) => {
      return { priceMicros, maxPriceMicros: priceMicros + above };
    });
    return groupMaximum(quotes);
  }

  async begin(): Promise<void> {
    const { deps } = this;
    const group = { id: 'group', maxPriceMicros: this.groupMax };
    await deps.table.write([newGroupWrite(scope, group)]);
    const secret = await ensureSecret(deps, scope.userId);
    for (let quote = 0; quote < quoteCount; quote += 1) {
      const job = {
        ...{ kind: 'train' as const, settings: {} },
        data: { datasetId: 'd', datasetDigest: '0', inputCount: 1 },
      };
      const reservation = {
        estimatedAmountMicros: this.prices[quote]!.priceMicros,
        maxAmountMicros: this.maxOf(quote),
        ...{ estimatedSeconds: 1, maxRuntimeSeconds: 60, microsPerHour: 3_600 },
      } as Reservation;
      const basis = { ref: this.ref(quote), job, reservation, instanceType: 'ml.g5.xlarge' };
      const of = quote < 3 ? { ...basis, group } : basis;
      const made = newQuote(of, { at: deps.now(), secret }, deps);
      await deps.table.write([quoteWrite({ quote: made, status: 'open', job }, 'absent')]);
    }
  }

  async do(step: Step): Promise<void> {
    try {
      if (step.what === 'use') await this.#use(step.quote, `job-${step.job}`);
      if (step.what === 'reserve') await this.#reserve(`job-${step.job}`);
      if (step.what === 'settle') await this.#end(`job-${step.job}`, step.micros);
      if (step.what === 'void') await this.#end(`job-${step.job}`, undefined);
      if (step.what === 'pass') await this.money.work(step);
    } catch (error) {
      // Used, expired; and a conflict: of a job that has ended nothing is held again.
      if (!(error instanceof DeeptuneError)) throw error;
      if (error.code !== 'conflict' && error.fault !== 'user') throw error;
    }
  }

  /** As the start of a training: its record and the use of its quote, or neither. */
  #use(quote: number, job: string): Promise<void> {
    const { table } = this.deps;
    const key = { pk: 'jobs', sk: job };
    return withRetry(async () => {
      if (await readRecord(table, key)) return;
      const { value } = await getQuote(this.ref(quote), this.deps);
      const plain = { maxAmountMicros: 9_999, maxRuntimeSeconds: 60 } as Reservation;
      const data = underQuote(plain, value) as unknown as Record<string, never>;
      const use = await useWrite(this.ref(quote), job, this.deps);
      await table.write([{ put: { ...key, data }, if: 'absent' }, use]);
    });
  }

  #reserve(id: string): Promise<void> {
    const { table } = this.deps;
    return withRetry(async () => {
      const job = await readRecord<Reservation>(table, { pk: 'jobs', sk: id });
      if (!job || (await findHold(table, scope.userId, id))) return;
      const wanted = newHold({ id, appId: scope.appId, modelId }, job.value, this.deps.now());
      const books = await readBooks(scope.userId, wanted, this.deps);
      const hold = withinGroup(books.quote, wanted);
      await table.write(reserveWrites(books, hold, this.deps));
    });
  }

  #end(id: string, asked: number | undefined): Promise<void> {
    const { table } = this.deps;
    return withRetry(async () => {
      const hold = (await findHold(table, scope.userId, id))?.value;
      if (!hold) return;
      const books = await readBooks(scope.userId, hold, this.deps);
      const at = this.deps.now();
      const end = asked === undefined ? { at } : { at, usage: usageOf(hold, asked) };
      await table.write(releaseWrites(books, hold, end, this.deps));
    });
  }

  /** Billed and held of each quote's job, against its maximum and that of its group. */
  async assertWithinMaxima(): Promise<void> {
    const { memory } = this.money;
    const usage = await readAll<UsageRecord>(memory, keys.usageBehind(scope.userId, ''));
    const holds = await readAll<Hold>(memory, keys.holdsOf(scope.userId));
    const taken = [...usage, ...holds];
    let [held, posted] = [0, 0];
    for (let quote = 0; quote < quoteCount; quote += 1) {
      const of = taken.filter(({ quoteId }) => quoteId === this.id(quote));
      const { status, jobId, billedMicros } = (await readRecord<QuoteRecord>(
        memory,
        keys.quote(scope, modelId, this.id(quote)),
      ))!.value;
      if (of.length > 1) throw new Error(`two jobs under quote ${quote}`);
      const [job] = of;
      if (!job) continue;
      if (job.amountMicros > this.maxOf(quote)) throw new Error(`above maximum ${quote}`);
      if (status === 'open' || jobId !== job.versionId) throw new Error(`unused quote ${quote}`);
      const isBilled = 'trainingJobName' in job;
      if (isBilled && billedMicros !== job.amountMicros) throw new Error(`bill of ${quote}`);
      if (quote > 2) continue;
      if (isBilled) posted += job.amountMicros;
      else held += job.amountMicros;
    }
    if (held + posted > this.groupMax) throw new Error('above the maximum of the group');
    const group = await readRecord<GroupCounter>(memory, keys.quoteGroup(scope, 'group'));
    const { heldMicros, postedMicros } = group!.value;
    if (heldMicros !== held || postedMicros !== posted)
      throw new Error(`the group says ${heldMicros} and ${postedMicros}: ${held} and ${posted}`);
  }
}

function usageOf(hold: Hold, asked: number): UsageRecord {
  const amountMicros = Math.min(asked, hold.amountMicros);
  const { versionId, period, quoteId } = hold;
  const ids = { trainingJobName: `ft-${versionId}-a1`, ...scope, modelId, versionId, quoteId };
  return { ...ids, period, amountMicros } as unknown as UsageRecord;
}

const price = fc.record({
  priceMicros: fc.integer({ min: 1, max: 400 }),
  above: fc.integer({ min: 0, max: 400 }),
});
const prices = fc.tuple(price, price, price, price);
const job = fc.nat({ max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  ...[0, 1, 2].map(() =>
    fc.record({ what: fc.constant('use' as const), quote: fc.nat({ max: quoteCount - 1 }), job }),
  ),
  ...[0, 1, 2].map(() => fc.record({ what: fc.constant('reserve' as const), job })),
  ...[0, 1].map(() =>
    fc.record({ what: fc.constant('settle' as const), job, micros: fc.nat({ max: 900 }) }),
  ),
  fc.record({ what: fc.constant('void' as const), job }),
  fc.record({ what: fc.constant('pass' as const), hours: fc.nat({ max: 10 }) }),
);
const crash = fc.option(
  fc.record({ write: fc.nat({ max: 1 }), when: fc.constantFrom('before' as const, 'after') }),
  { nil: undefined, freq: 2 },
);

test('a quote is for one job, never billed above its maximum nor the one that it shares, whoever dies at whatever write', async () => {
  const disturbed = fc.record({ step, crash, isDoubled: fc.boolean() });
  const histories = fc.array(disturbed, { maxLength: 16, size: 'max' });
  await assertHistories(
    fc.asyncProperty(prices, histories, async (priced, history) => {
      const world = new QuoteWorld(priced);
      await world.begin();
      for (const { step, crash, isDoubled } of history) {
        await world.money.survives(() => world.do(step), crash);
        if (isDoubled && step.what !== 'pass') await world.do(step);
        await world.assertWithinMaxima();
      }
    }),
  );
});

test('so however those who use, reserve and settle interleave', async () => {
  const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  const choices = fc.array(fc.nat({ max: 11 }), { maxLength: 120, size: 'max' });
  await assertHistories(
    fc.asyncProperty(prices, batches, choices, async (priced, history, order) => {
      const world = new QuoteWorld(priced);
      await world.begin();
      for (const batch of history) {
        const works = batch.map((step) => () => world.do(step));
        await world.money.interleave(works, new Turns(order));
        await world.assertWithinMaxima();
      }
    }),
  );
});
