import { assertWithinBudgets } from '../../core/billing/budget/budget.ts';
import type { BudgetTarget } from '../../core/billing/budget/target.ts';
import { targetsOf } from '../../core/billing/budget/target.ts';
import { limitWrite, readLimit } from '../../core/billing/budget/limit.ts';
import type { Hold } from '../../core/billing/hold.ts';
import { findHold, listHolds, newHold } from '../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../core/billing/reserve.ts';
import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { DeeptuneError } from '../../core/errors.ts';
import { dayOf, keys } from '../../core/records/keys.ts';
import { eachRecord, withRetry } from '../../core/records/records.ts';
import { processSources } from '../../local/process-sources.ts';
import { DisturbedTable } from './disturbed-table.ts';
import { MemoryTable } from './memory-table.ts';

/** Jobs by their numbers: whose each is, and of what app and model. */
export const jobCount = 8;
const place = (job: number) => ({
  userId: `tenant-${job % 2}`,
  appId: `app-${Math.floor(job / 2) % 2}`,
  modelId: `model-${Math.floor(job / 4) % 2}`,
});

const hour = 3_600_000;

/**
 * Money of two tenants as the steps of their jobs move it, in memory: each operation reads, decides
 * and writes as Admit and Settle do. What a test wants of it is kept beside it, in plain sums.
 */
export class MoneyWorld {
  readonly memory = new MemoryTable();
  readonly table = new DisturbedTable(this.memory);
  /** What each job that was settled must be billed: decided by whoever settled it first. */
  readonly billed = new Map<string, number>();
  readonly voided = new Set<string>();
  /** Two days and nights before the end of a month. */
  #now = Date.parse('2026-11-29T00:00:00.000Z');

  readonly deps = {
    table: this.table,
    settings: { budgetMicrosPerMonth: 1_000 } as never,
    sha256: processSources.sha256,
    now: () => new Date(this.#now).toISOString(),
  };

  pass(hours: number): void {
    this.#now += hours * hour;
  }

  /** As Admit: sets the amount aside, once, if every budget has room for it. */
  async reserve(job: number, maxAmountMicros: number): Promise<'held' | 'refused'> {
    const { userId, ...model } = place(job);
    const id = `job-${job}`;
    try {
      await withRetry(async () => {
        if (await findHold(this.table, userId, id)) return;
        const reserved = { maxAmountMicros, maxRuntimeSeconds: 60 };
        const hold = newHold({ id, ...model }, reserved, this.deps.now());
        const books = await readBooks(userId, hold, this.deps);
        assertWithinBudgets(books.budgets, maxAmountMicros);
        await this.table.write(reserveWrites(books, hold, this.deps));
      });
      return 'held';
    } catch (error) {
      // A conflict: the job has ended, and its hold can be made no second time.
      if (error instanceof DeeptuneError) return 'refused';
      throw error;
    }
  }

  /** As Settle: the hold becomes a charge, or is given back where nothing is charged. */
  async end(job: number, amountMicros: number | undefined): Promise<void> {
    const { userId } = place(job);
    const id = `job-${job}`;
    await withRetry(async () => {
      const hold = (await findHold(this.table, userId, id))?.value;
      if (!hold) return;
      const usage = amountMicros === undefined ? undefined : this.#usage(hold, userId, amountMicros);
      const books = await readBooks(userId, hold, this.deps);
      const at = this.deps.now();
      const end = usage ? { at, usage } : { at };
      await this.table.write(releaseWrites(books, hold, end, this.deps));
    });
  }

  #usage(hold: Hold, userId: string, asked: number): UsageRecord {
    const amountMicros = Math.min(asked, hold.amountMicros);
    return {
      ...{ trainingJobName: `ft-${hold.versionId}-a1`, userId, period: hold.period },
      ...{ appId: hold.appId!, modelId: hold.modelId!, versionId: hold.versionId },
      ...{ templateId: 't', instanceType: 'ml.g5.xlarge', instanceCount: 1 },
      ...{ recordedAt: this.deps.now(), endReason: 'trained' as const },
      ...{ jobSeconds: asked, durableSeconds: asked, billableSeconds: asked },
      ...{ microsPerHour: 3_600, maxAmountMicros: hold.amountMicros, amountMicros },
    };
  }

  /** Sets what a target may spend in a month; what is taken already stays. */
  async limit(job: number, level: number, monthMicros: number): Promise<void> {
    const target = targetsOf(place(job))[level]!;
    await withRetry(async () => {
      const { rev } = await readLimit(target, this.deps);
      const set = { target, monthMicros, atLimit: 'stop' as const };
      const by = { setAt: this.deps.now(), setBy: 'tenant-0' };
      await this.table.write([limitWrite({ ...set, ...by }, rev)]);
    });
  }

  /** Every target that anything counts in. */
  targets(): BudgetTarget[] {
    const all = Array.from({ length: jobCount }, (_, job) => targetsOf(place(job))).flat();
    return [...new Map(all.map((target) => [JSON.stringify(target), target])).values()];
  }

  async holds(): Promise<Hold[]> {
    return (await Promise.all(['tenant-0', 'tenant-1'].map((id) => listHolds(this.memory, id)))).flat();
  }

  async usage(userId: string): Promise<UsageRecord[]> {
    return this.records<UsageRecord>(keys.usageBehind(userId, ''));
  }

  async records<T>(query: Parameters<typeof eachRecord>[1]): Promise<T[]> {
    const found: T[] = [];
    for await (const { value } of eachRecord<T>(this.memory, query)) found.push(value);
    return found;
  }

  dayOf(hold: Hold): string {
    return dayOf(hold.createdAt);
  }
}
