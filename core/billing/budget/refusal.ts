import { formatDollars, formatDollarsDown, formatDollarsUp } from '../../money.ts';
import { dayOf } from '../../records/keys.ts';
import type { BudgetState } from './budget-state.ts';
import { spentOn } from './spending.ts';
import type { BudgetTarget } from './target.ts';
import { budgetIdOf, nameOf } from './target.ts';

/** Integer micro-dollars. */
export interface BudgetRefusal {
  readonly code: 'budget-exceeded';
  /** `model:a:m`; unique among those of its tenant, see `budgetIdOf`. */
  readonly budgetId: string;
  readonly level: BudgetTarget['level'];
  readonly per: 'month' | 'day';
  /** `2026-11` or `2026-11-25`, UTC. */
  readonly period: string;
  readonly askedMicros: number;
  /** Absent of the account's: what all tenants spend is its operators' business. */
  readonly limitMicros?: number;
  readonly postedMicros?: number;
  readonly heldMicros?: number;
  readonly leftMicros?: number;
  /** The same for a person, with how to raise it. */
  readonly message: string;
}

/** What one period of a budget allows and has taken. Integer micro-dollars. */
export interface PeriodState {
  readonly per: 'month' | 'day';
  readonly period: string;
  readonly limitMicros: number;
  readonly postedMicros: number;
  readonly heldMicros: number;
}

/** The periods of a budget that have a limit. */
export function limitedPeriods({ limit, counter, at }: BudgetState): PeriodState[] {
  const { heldMicros, postedMicros, period } = counter.value;
  const { monthMicros, dayMicros } = limit;
  const day = dayOf(at);
  return [
    ...(monthMicros === undefined
      ? []
      : [{ per: 'month' as const, period, limitMicros: monthMicros, heldMicros, postedMicros }]),
    ...(dayMicros === undefined
      ? []
      : [
          {
            ...{ per: 'day' as const, period: day, limitMicros: dayMicros },
            ...spentOn(counter.value, day),
          },
        ]),
  ];
}

/** What is left of a period; below 0 where more was taken than it allows now. */
export function leftMicros({ limitMicros, heldMicros, postedMicros }: PeriodState): number {
  return limitMicros - heldMicros - postedMicros;
}

/**
 * Why so much more does not fit: by the budget that has the least left, of several the narrowest.
 * Undefined where it fits all. One of 0 refuses what costs nothing too: it is the switch that lets
 * nothing start. One that only notifies refuses nothing.
 */
export function refusalOf(
  budgets: readonly BudgetState[],
  askedMicros: number,
): BudgetRefusal | undefined {
  const refusing = budgets
    .filter(({ limit }) => limit.atLimit === 'stop')
    .flatMap(({ target, ...budget }) =>
      limitedPeriods({ target, ...budget }).map((period) => ({ target, period })),
    )
    .filter(({ period }) => period.limitMicros === 0 || askedMicros > leftMicros(period));
  // The widest come first: of equals the last one is the narrowest.
  const [least] = refusing.reverse().sort((a, b) => leftMicros(a.period) - leftMicros(b.period));
  return least && refusal(least.target, least.period, askedMicros);
}

function refusal(target: BudgetTarget, state: PeriodState, askedMicros: number): BudgetRefusal {
  const { per, period, limitMicros, postedMicros, heldMicros } = state;
  const named = {
    ...{ code: 'budget-exceeded' as const, budgetId: budgetIdOf(target), level: target.level },
    ...{ per, period, askedMicros },
  };
  const upTo = `This may cost up to ${formatDollarsUp(askedMicros)}`;
  if (target.level === 'account')
    return {
      ...named,
      message: `${upTo}, and the budget of the account, which all tenants share, has less left for ${period}: its operator can raise it`,
    };
  const left = leftMicros(state);
  const sums =
    `${upTo}, but of the ${formatDollars(limitMicros)} for ${period} only ${formatDollarsDown(Math.max(0, left))} is left ` +
    `(${formatDollars(postedMicros)} spent, ${formatDollars(heldMicros)} held): the budget of ${nameOf(target)}`;
  return {
    ...named,
    ...{ limitMicros, postedMicros, heldMicros, leftMicros: Math.max(0, left) },
    message: `${sums}. To raise it: ${howToRaise(target, per, limitMicros - left + askedMicros)}`,
  };
}

/** The command that would make room. @param neededMicros taken already, and asked for */
function howToRaise(target: BudgetTarget, per: 'month' | 'day', neededMicros: number): string {
  const enough = (Math.ceil(neededMicros / 10_000) / 100).toFixed(2);
  const ofApp = target.level === 'app' || target.level === 'model' ? ` --app ${target.appId}` : '';
  const ofModel = target.level === 'model' ? ` --model ${target.modelId}` : '';
  return `deeptune budgets set ${enough} --per ${per}${ofApp}${ofModel}`;
}
