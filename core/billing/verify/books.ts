import type { Spending } from '../budget/budget.ts';
import type { Hold } from '../hold.ts';
import type { Invoice } from '../invoice/invoice.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { LedgerHead } from '../ledger/ledger-store.ts';
import type { UsageRecord } from '../usage/usage-record.ts';

/** What a budget counted in a month, as it is stored. */
export interface StoredCounter extends Spending {
  readonly period: string;
  /** Absent: the tenant's own, of all of his apps. */
  readonly appId?: string;
  /** With `appId` only; absent: of all of its models. */
  readonly modelId?: string;
  /** By UTC day; absent: counted by a release that knew months alone. */
  readonly days?: Readonly<Record<string, Spending>>;
  /** Of a tenant: every app and model that spent anything has a counter of its own. */
  readonly isNested?: true;
  /** Of a tenant: it is in the account's counter too. */
  readonly inAccount?: true;
}

/** Everything of one tenant that verification looks at, as it is stored. */
export interface TenantBooks {
  readonly userId: string;
  /** Absent: no ledger was begun. */
  readonly head?: LedgerHead;
  /** In the order of their keys. */
  readonly entries: readonly LedgerEntry[];
  /** In the order of their keys: by month, then by training job. */
  readonly usage: readonly UsageRecord[];
  readonly holds: readonly Hold[];
  readonly counters: readonly StoredCounter[];
  /** Issued ones; a draft is stored nowhere. */
  readonly invoices: readonly Invoice[];
}

/** The books of all tenants of one host. */
export interface AccountBooks {
  readonly tenants: readonly TenantBooks[];
  /** What all tenants together spent, by month. */
  readonly counters: readonly StoredCounter[];
}
