import { fail } from '../../errors.ts';
import { formatDollars } from '../../money.ts';
import type { Write } from '../../ports/table.ts';
import { periodOf } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import { eventWrite } from './budget-events.ts';
import type { BudgetLimit, LimitState, LimitUses, Limits, StoredLimit } from './limit.ts';
import { defaultLimit, limitWrite, readLimit } from './limit.ts';
import type { BudgetCounter } from './spending.ts';
import type { BudgetTarget } from './target.ts';
import { counterKeyOf, nameOf } from './target.ts';
import { thresholdsOf } from './threshold.ts';

type Uses = LimitUses & { now(): string };

/** What is asked of a budget. */
export interface LimitChangeRequest {
  readonly target: BudgetTarget;
  /** Absent: the budget is taken away. */
  readonly limit?: BudgetLimit;
  readonly by: { readonly userId: string; readonly isOperator: boolean };
}

/**
 * Sets or takes away a limit. From then on no job is admitted above it; what it means for those
 * that are admitted is carried out afterwards, see `core/job/budget-stop`: until then it stands in
 * the record that something is to be done. A tenant's budget goes back to what the configuration,
 * or the operator who set it last, allows; he cannot set it above that himself.
 * @throws DeeptuneError invalid-request, insufficient-scopes, does-not-exist for one that is to be
 *   taken away and was never set
 */
export function changeLimit(asked: LimitChangeRequest, deps: Uses): Promise<StoredLimit> {
  return withRetry(async () => {
    const before = await readLimit(asked.target, deps);
    const after = limitAfter(asked, before, deps);
    await deps.table.write([
      limitWrite(after, before.rev),
      ...(await crossedNow({ ...before, limit: after }, after, deps)),
    ]);
    return after;
  });
}

/**
 * The limit as it would be stored.
 * @throws DeeptuneError as `changeLimit`
 */
export function limitAfter(
  { target, limit, by }: LimitChangeRequest,
  before: LimitState,
  deps: Uses,
): StoredLimit {
  const at = deps.now();
  const { stored } = before;
  if (!limit && before.isDefault && !stored?.ceiling)
    throw fail('doesNotExist', `${nameOf(target)} has no budget of its own`);
  const ceiling = ceilingOf(target, stored, deps);
  const isBound = ceiling !== undefined && !by.isOperator;
  const next = limit ? { ...ceiling, ...limit } : fallback(target, isBound ? ceiling : {}, deps);
  if (isBound) assertBelow(next, ceiling);
  const wasRaised = stored?.change?.isRaised === true && !isRaised(next, before.limit);
  const raised = isRaised(before.limit, next) || wasRaised;
  const isRemoved = !limit && !(isBound && stored?.ceiling);
  const set = by.isOperator && limit ? limitsOf(next) : stored?.ceiling;
  return {
    ...{ target, ...next, setAt: at, setBy: by.userId },
    ...(set && target.level === 'tenant' && !isRemoved ? { ceiling: set } : {}),
    change: { at, isRaised: raised, ...(isRemoved ? { isRemoved } : {}) },
  };
}

/** What a tenant cannot set himself above; undefined: nothing is said. */
function ceilingOf(
  target: BudgetTarget,
  stored: StoredLimit | undefined,
  deps: LimitUses,
): Limits | undefined {
  if (target.level !== 'tenant') return undefined;
  const { monthMicros } = defaultLimit(target, deps);
  return stored?.ceiling ?? (monthMicros === undefined ? undefined : { monthMicros });
}

/** What holds where nothing is set. */
function fallback(target: BudgetTarget, ceiling: Limits, deps: LimitUses): BudgetLimit {
  return { ...defaultLimit(target, deps), ...ceiling };
}

function assertBelow(next: BudgetLimit, ceiling: Limits): void {
  for (const per of ['monthMicros', 'dayMicros'] as const) {
    const [asked, most] = [next[per] ?? Infinity, ceiling[per] ?? Infinity];
    if (asked > most)
      throw fail(
        'insufficientScopes',
        `A tenant's own budget may be ${formatDollars(most)} a ${per.slice(0, -'Micros'.length)} at most, not ${formatDollars(asked)}: an operator's key can set it higher`,
      );
  }
  if (next.atLimit === 'notify')
    throw fail(
      'insufficientScopes',
      "A tenant's own budget that its operator set stops at its limit: only an operator's key can make it notify alone",
    );
}

function limitsOf({ monthMicros, dayMicros }: Limits): Limits {
  return {
    ...(monthMicros === undefined ? {} : { monthMicros }),
    ...(dayMicros === undefined ? {} : { dayMicros }),
  };
}

/** True where something fits that did not fit before. */
function isRaised(before: BudgetLimit, after: BudgetLimit): boolean {
  const room = (limit: BudgetLimit, per: keyof Limits) =>
    limit.atLimit === 'notify' ? Infinity : (limit[per] ?? Infinity);
  return (['monthMicros', 'dayMicros'] as const).some(
    (per) => room(after, per) > room(before, per),
  );
}

/**
 * Writes that tell of the thresholds that are crossed by the new limit, and are refused where
 * something was spent meanwhile.
 */
async function crossedNow(
  state: LimitState,
  { target, setAt }: StoredLimit,
  { table }: Uses,
): Promise<Write[]> {
  const key = counterKeyOf(target, periodOf(setAt));
  const counter = await readRecord<BudgetCounter>(table, key);
  if (!counter) return [{ check: key, if: 'absent' }];
  const budget = { ...state, target, counter, at: setAt };
  const { told, events } = thresholdsOf(budget, counter.value);
  const unchanged = { rev: counter.rev };
  if (events.length === 0) return [{ check: key, if: unchanged }];
  const data = toData({ ...counter.value, ...(told ? { told } : {}) });
  return [{ put: { ...key, data }, if: unchanged }, ...events.map(eventWrite)];
}
