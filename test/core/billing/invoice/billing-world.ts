import { putCard } from '../../../../core/billing/rating/rate-card-store.ts';
import { issueInvoice } from '../../../../core/billing/invoice/issue.ts';
import type { IssueUses } from '../../../../core/billing/invoice/issue.ts';
import type { DomainEvent } from '../../../../core/ports/events.ts';
import type { Settings } from '../../../../core/ports/host.ts';
import type { Table } from '../../../../core/ports/table.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { MemoryTable } from '../../../properties/memory-table.ts';
import { LedgerWorld, jobOf } from '../verify/ledger-world.ts';

/** A tenant `u` whose jobs settle and whose months are invoiced, in memory. */
export class BillingWorld {
  readonly table: Table;
  readonly published: DomainEvent[] = [];
  readonly deps: IssueUses;
  readonly #ledger: LedgerWorld;
  #jobs = 0;

  constructor(table: Table = new MemoryTable()) {
    this.table = table;
    this.#ledger = new LedgerWorld(table);
    const settings = { host: 'aws', microsPerHour: 4_000_000, instanceType: 'ml.g5.xlarge' };
    this.deps = {
      table,
      settings: settings as Settings,
      sha256: processSources.sha256,
      now: () => this.#ledger.now,
      events: { publish: async (event) => void this.published.push(event) },
    };
  }

  /** ISO 8601. */
  set now(at: string) {
    this.#ledger.now = at;
  }

  /** A job that is reserved now, and by what settles it: for so many charged seconds. */
  async reserve(): Promise<(seconds: number) => Promise<string>> {
    this.#jobs += 1;
    const job = jobOf(this.#jobs);
    await this.#ledger.reserve(job, 1_000_000_000);
    return async (seconds) => {
      await this.#ledger.release(job, seconds);
      return `ft-${job.id}-a1`;
    };
  }

  /** A job that is reserved and settled now. @returns the name of its usage record */
  async settle(seconds: number): Promise<string> {
    return (await this.reserve())(seconds);
  }

  freeSeconds(freeSecondsPerMonth: number): Promise<unknown> {
    const terms = { microsPerHour: 4_000_000, freeSecondsPerMonth, minimumMicrosPerJob: 0 };
    return putCard({ userId: 'u' }, terms, this.deps);
  }

  issue(period: string) {
    return issueInvoice({ userId: 'u', period }, this.deps);
  }
}
