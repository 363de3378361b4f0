import { newHold } from '../../../../core/billing/hold.ts';
import { findHold } from '../../../../core/billing/hold.ts';
import { readBooks, releaseWrites, reserveWrites } from '../../../../core/billing/reserve.ts';
import { rateUsage } from '../../../../core/billing/usage/usage-record.ts';
import type { UsageRecord } from '../../../../core/billing/usage/usage-record.ts';
import type { Settings } from '../../../../core/ports/host.ts';
import type { Table } from '../../../../core/ports/table.ts';
import { periodOf } from '../../../../core/records/keys.ts';
import { withRetry } from '../../../../core/records/records.ts';
import { processSources } from '../../../../local/process-sources.ts';

const { sha256 } = processSources;

/** A job of the tests: its app and model follow from its number. */
export interface TestJob {
  readonly id: string;
  readonly appId: string;
  readonly modelId: string;
}

export const jobOf = (number: number): TestJob => ({
  id: `job-${number}`,
  appId: `app-${number % 2}`,
  modelId: `model-${number % 3}`,
});

/** Sets money aside and takes it, as Admit and Settle do, for a tenant `u`. */
export class LedgerWorld {
  readonly #table: Table;
  readonly #uses;
  /** ISO 8601. */
  now = '2026-11-25T10:00:00.000Z';

  constructor(table: Table, budgetMicrosPerMonth = Number.MAX_SAFE_INTEGER) {
    this.#table = table;
    const settings = { budgetMicrosPerMonth } as Settings;
    this.#uses = { table, settings, sha256, now: () => this.now };
  }

  /** Sets `maxAmountMicros` aside; where that is done already nothing happens. */
  async reserve(job: TestJob, maxAmountMicros: number): Promise<void> {
    await withRetry(async () => {
      if (await findHold(this.#table, 'u', job.id)) return;
      const hold = newHold(job, { maxAmountMicros, maxRuntimeSeconds: 60 }, this.now);
      const books = await readBooks('u', hold, this.#uses);
      await this.#table.write(reserveWrites(books, hold, this.#uses));
    });
  }

  /** Ends the hold of a job with so many charged seconds; undefined: it is given back. */
  async release(job: TestJob, billableSeconds: number | undefined): Promise<void> {
    await withRetry(async () => {
      const hold = (await findHold(this.#table, 'u', job.id))?.value;
      if (!hold) return;
      const usage =
        billableSeconds === undefined ? {} : { usage: this.#usageOf(job, hold, billableSeconds) };
      const books = await readBooks('u', hold, this.#uses);
      const end = { at: this.now, ...usage };
      await this.#table.write(releaseWrites(books, hold, end, this.#uses));
    });
  }

  #usageOf(job: TestJob, hold: { createdAt: string }, billableSeconds: number): UsageRecord {
    const usage = {
      ...{ trainingJobName: `ft-${job.id}-a1`, userId: 'u', appId: job.appId },
      ...{ modelId: job.modelId, versionId: job.id, templateId: 'T', kind: 'train' as const },
      ...{ instanceType: 'ml.g5.xlarge', instanceCount: 1, endReason: 'trained' as const },
      ...{ period: periodOf(hold.createdAt), recordedAt: this.now, jobSeconds: 9.5 },
      ...{ durableSeconds: 8.25, billableSeconds, microsPerHour: 4_000_000 },
    };
    return { ...usage, amountMicros: rateUsage(usage) };
  }
}
