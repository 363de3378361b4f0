import type { Settings } from '../../ports/host.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData } from '../../records/records.ts';
import type { BudgetTarget } from './target.ts';
import { budgetIdOf, limitKeyOf } from './target.ts';

/** How much may be held and posted. Integer micro-dollars; absent: as much as one likes. */
export interface Limits {
  /** In a UTC calendar month. */
  readonly monthMicros?: number;
  /** On a UTC day. */
  readonly dayMicros?: number;
}

/**
 * `stop`: what would go above it is refused, and where it is lowered below what is taken, jobs are
 * stopped. `notify`: nothing is refused or stopped, it only tells of its thresholds.
 */
export type AtLimit = 'stop' | 'notify';

export interface BudgetLimit extends Limits {
  readonly atLimit: AtLimit;
}

/** A limit as somebody set it. */
export interface StoredLimit extends BudgetLimit {
  readonly target: BudgetTarget;
  /** ISO 8601. */
  readonly setAt: string;
  /** The user whose key set it: is told of an account's thresholds. */
  readonly setBy: string;
  /** Of a tenant: what an operator set, above which he cannot set it himself. */
  readonly ceiling?: Limits;
  /** There until the change is carried out to its end: see `core/job/budget-stop`. */
  readonly change?: LimitChange;
}

/** What is still to be done of a change. */
export interface LimitChange {
  /** ISO 8601. */
  readonly at: string;
  /** True: more is allowed than before, so that what it had stopped goes on. */
  readonly isRaised: boolean;
  /** True: the budget was taken away, and its record goes when this is done. */
  readonly isRemoved?: true;
}

/** A limit as it was read: `rev` of the record that says it; absent: there is none. */
export interface LimitState {
  readonly limit: BudgetLimit;
  /** True: nobody set it, the configuration says it. */
  readonly isDefault: boolean;
  readonly stored?: StoredLimit;
  readonly rev?: number;
}

export interface LimitUses {
  readonly table: Table;
  readonly settings: Pick<Settings, 'budgetMicrosPerMonth'>;
}

/** What limits a target now. */
export async function readLimit(target: BudgetTarget, deps: LimitUses): Promise<LimitState> {
  const found = await readRecord<StoredLimit>(deps.table, limitKeyOf(target));
  if (found && !found.value.change?.isRemoved)
    return { limit: found.value, isDefault: false, stored: found.value, rev: found.rev };
  const limit = defaultLimit(target, deps);
  return { limit, isDefault: true, ...(found ? { stored: found.value, rev: found.rev } : {}) };
}

/** What limits a target that nobody set a limit for: the configured budget is of tenants. */
export function defaultLimit(
  target: BudgetTarget,
  { settings }: Pick<LimitUses, 'settings'>,
): BudgetLimit {
  const { budgetMicrosPerMonth: monthMicros } = settings;
  const isLimited = target.level === 'tenant' && monthMicros !== undefined;
  return { atLimit: 'stop', ...(isLimited ? { monthMicros } : {}) };
}

/** The write that is refused where the limit is another than it was read. */
export function unchangedLimit(target: BudgetTarget, { rev }: LimitState): Write {
  return { check: limitKeyOf(target), if: rev === undefined ? 'absent' : { rev } };
}

/** The write that stores a limit; while its change is carried out it stands in an index. */
export function limitWrite(limit: StoredLimit, rev: number | undefined): Write {
  const { target, change } = limit;
  const owner = target.level === 'account' ? '' : target.userId;
  const sk = `${change?.at ?? ''}#${owner}#${budgetIdOf(target)}`;
  const index = change ? { index: { pk: keys.changedBudgets(), sk } } : {};
  const put = { ...limitKeyOf(target), ...index, data: toData(limit) };
  return { put, if: rev === undefined ? 'absent' : { rev } };
}
