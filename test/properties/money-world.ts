import { limitWrite, readLimit } from '../../core/billing/budget/limit.ts';
import { targetsOf } from '../../core/billing/budget/target.ts';
import type { Hold } from '../../core/billing/hold.ts';
import { findHold, newHold } from '../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../core/billing/reserve.ts';
import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { DeeptuneError } from '../../core/errors.ts';
import { withRetry } from '../../core/records/records.ts';
import { processSources } from '../../local/process-sources.ts';
import type { CrashAt } from './disturbed-table.ts';
import { Crash, DisturbedTable } from './disturbed-table.ts';
import { MemoryTable } from './memory-table.ts';
import { Turns } from './turns.ts';
import { assertWithinBudgets } from '../core/billing/budget/within-budgets.ts';

export const jobCount = 8;
export const tenants = ['tenant-0', 'tenant-1'] as const;
/** What a tenant may spend in a month where nobody set another limit. */
export const defaultLimit = 1_000;

/** Two nights before the end of a month; milliseconds since 1970. */
export const firstInstant = Date.parse('2026-11-29T00:00:00.000Z');

/** Whose a job is, and of what app and model. */
export const placeOf = (job: number) => ({
  userId: tenants[job % 2]!,
  appId: `app-${Math.floor(job / 2) % 2}`,
  modelId: `model-${Math.floor(job / 4) % 2}`,
});

/** What is done: by its job's number and in integer micro-dollars. */
export type Step =
  | { readonly what: 'reserve' | 'settle'; readonly job: number; readonly micros: number }
  | { readonly what: 'void'; readonly job: number }
  /** @param level from 0, the account, to 3, the model */
  | {
      readonly what: 'limit';
      readonly job: number;
      readonly level: number;
      readonly per: 'month' | 'day';
      readonly micros: number;
      readonly atLimit: 'stop' | 'notify';
    }
  | { readonly what: 'pass'; readonly hours: number };

/**
 * Money of two tenants as the steps of their jobs move it, in memory: each reads, decides and
 * writes as Admit and Settle do, until it is through.
 */
export class MoneyWorld {
  readonly memory = new MemoryTable();
  readonly #table = new DisturbedTable(this.memory);
  #now = firstInstant;

  readonly deps = {
    table: this.#table,
    settings: { budgetMicrosPerMonth: defaultLimit } as never,
    sha256: processSources.sha256,
    now: () => new Date(this.#now).toISOString(),
  };

  /** Does it; whoever dies on the way is sent again, as a workflow does. */
  untilDone(step: Step, crash?: CrashAt): Promise<void> {
    return this.survives(() => this.work(step), crash);
  }

  /** The same of any work on the table. */
  async survives(work: () => Promise<unknown>, crash?: CrashAt): Promise<void> {
    this.#table.crashAt(crash);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      await work();
    } finally {
      this.#table.crashAt(undefined);
    }
  }

  /** Does all of them at once: whenever one reads, another may go on. */
  async atOnce(steps: readonly Step[], order: readonly number[]): Promise<void> {
    const turns = new Turns(order);
    await this.interleave(
      steps.map((step) => () => this.work(step)),
      turns,
    );
  }

  /** The same of any work on the table. */
  async interleave(works: readonly (() => Promise<unknown>)[], turns: Turns): Promise<void> {
    this.#table.pause = turns.pause;
    const results = await turns.run(works);
    this.#table.pause = () => Promise.resolve();
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Every job that is open ends, unbilled, as the reconciler sees to it. */
  async endAll(): Promise<void> {
    for (let job = 0; job < jobCount; job += 1) await this.work({ what: 'void', job });
  }

  /** Does it, once. */
  /** Does it, once. */
  async work(step: Step): Promise<void> {
    try {
      if (step.what === 'reserve') await this.#reserve(step.job, step.micros);
      if (step.what === 'settle') await this.#end(step.job, step.micros);
      if (step.what === 'void') await this.#end(step.job, undefined);
      if (step.what === 'limit') await this.#limit(step);
      if (step.what === 'pass') this.#now += step.hours * 3_600_000;
    } catch (error) {
      // What the budget refuses; and a conflict: of a job that has ended nothing is held again.
      if (!(error instanceof DeeptuneError)) throw error;
      if (!['budget-exceeded', 'conflict'].includes(error.code)) throw error;
    }
  }

  async #reserve(job: number, maxAmountMicros: number): Promise<void> {
    const { userId, ...model } = placeOf(job);
    const id = `job-${job}`;
    await withRetry(async () => {
      if (await findHold(this.#table, userId, id)) return;
      const reserved = { maxAmountMicros, maxRuntimeSeconds: 60 };
      const hold = newHold({ id, ...model }, reserved, this.deps.now());
      const books = await readBooks(userId, hold, this.deps);
      assertWithinBudgets(books.budgets, maxAmountMicros);
      await this.#table.write(reserveWrites(books, hold, this.deps));
    });
  }

  /** @param amountMicros undefined: the hold is given back */
  async #end(job: number, amountMicros: number | undefined): Promise<void> {
    const { userId } = placeOf(job);
    await withRetry(async () => {
      const hold = (await findHold(this.#table, userId, `job-${job}`))?.value;
      if (!hold) return;
      const at = this.deps.now();
      const end =
        amountMicros === undefined
          ? { at }
          : { at, usage: usageOf(hold, userId, amountMicros, at) };
      const books = await readBooks(userId, hold, this.deps);
      await this.#table.write(releaseWrites(books, hold, end, this.deps));
    });
  }

  async #limit(step: Extract<Step, { what: 'limit' }>): Promise<void> {
    const target = targetsOf(placeOf(step.job))[step.level]!;
    await withRetry(async () => {
      const { rev } = await readLimit(target, this.deps);
      const by = { setAt: this.deps.now(), setBy: tenants[0] };
      const set = { target, [`${step.per}Micros`]: step.micros, atLimit: step.atLimit, ...by };
      await this.#table.write([limitWrite(set, rev)]);
    });
  }
}

/** At $0.0036 an hour a second is a micro-dollar. */
function usageOf(hold: Hold, userId: string, seconds: number, at: string): UsageRecord {
  return {
    ...{ trainingJobName: `ft-${hold.versionId}-a1`, userId, period: hold.period },
    ...{ appId: hold.appId!, modelId: hold.modelId!, versionId: hold.versionId },
    ...{ templateId: 't', instanceType: 'ml.g5.xlarge', instanceCount: 1 },
    ...{ recordedAt: at, endReason: 'trained' as const },
    ...{ jobSeconds: seconds, durableSeconds: seconds, billableSeconds: seconds },
    ...{ microsPerHour: 3_600, maxAmountMicros: hold.amountMicros },
    amountMicros: Math.min(seconds, hold.amountMicros),
  };
}
