import type { Budget, BudgetPeriod } from '../../core/api/wire/messages.ts';
import type { Column } from '../frame/output/output.ts';
import { dollars } from '../frame/output/words.ts';

/** One period of a budget: a line of the table. */
export interface PeriodRow {
  readonly budget: Budget;
  readonly per: 'month' | 'day';
  readonly spent: BudgetPeriod;
  /** Absent: nothing limits it. */
  readonly limitMicros?: number;
}

/** Those that have a limit; of a budget without any the month, for what is spent. */
export function periodsOf(budget: Budget): PeriodRow[] {
  const { month, day, monthMicros, dayMicros } = budget;
  const ofMonth = { budget, per: 'month', spent: month } as const;
  const ofDay = day && dayMicros !== undefined;
  return [
    ...(monthMicros === undefined
      ? ofDay
        ? []
        : [ofMonth]
      : [{ ...ofMonth, limitMicros: monthMicros }]),
    ...(ofDay ? [{ budget, per: 'day' as const, spent: day, limitMicros: dayMicros }] : []),
  ];
}

/** `your own budget`, `the budget of app 'a'`. */
export function budgetName({ level, appId = '', modelId = '' }: Budget): string {
  const names: Readonly<Record<string, string>> = {
    account: 'the budget of all tenants',
    tenant: 'your own budget',
    app: `the budget of app '${appId}'`,
  };
  return names[level] ?? `the budget of model '${appId}/${modelId}'`;
}

const width = 20;

/** `████▒▒··`: spent, held, left; empty where nothing limits it. */
export function barOf({ spent, limitMicros }: PeriodRow): string {
  if (limitMicros === undefined) return '';
  const part = (micros: number) =>
    limitMicros === 0 ? width : Math.min(width, Math.round((micros / limitMicros) * width));
  const posted = part(spent.postedMicros);
  const taken = Math.max(posted, part(spent.postedMicros + spent.heldMicros));
  return '█'.repeat(posted) + '▒'.repeat(taken - posted) + '·'.repeat(width - taken);
}

function percentOf({ spent, limitMicros }: PeriodRow): number | undefined {
  if (limitMicros === undefined) return undefined;
  const taken = spent.postedMicros + spent.heldMicros;
  return limitMicros === 0 ? 100 : Math.floor((taken / limitMicros) * 100);
}

const money = (micros: number | undefined) => (micros === undefined ? 'none' : dollars(micros));

export const budgetColumns: readonly Column<PeriodRow>[] = [
  { name: 'budget', value: ({ budget }) => budget.id },
  { name: 'period', value: ({ spent }) => spent.period },
  {
    name: 'limitMicros',
    value: ({ limitMicros }) => limitMicros,
    shown: ({ limitMicros }) => money(limitMicros),
    align: 'right',
  },
  {
    name: 'postedMicros',
    value: ({ spent }) => spent.postedMicros,
    shown: ({ spent }) => dollars(spent.postedMicros),
    align: 'right',
  },
  {
    name: 'heldMicros',
    value: ({ spent }) => spent.heldMicros,
    shown: ({ spent }) => dollars(spent.heldMicros),
    align: 'right',
  },
  {
    name: 'percent',
    value: percentOf,
    shown: (row) => {
      const percent = percentOf(row);
      return percent === undefined ? '' : `${barOf(row)} ${percent} %`;
    },
  },
  {
    name: 'atLimit',
    value: ({ budget }) => budget.atLimit,
    shown: ({ budget, limitMicros }) =>
      [
        budget.atLimit === 'notify' ? 'only tells' : limitMicros === undefined ? '' : 'refuses',
        ...(budget.isDefault && limitMicros !== undefined ? ['as configured'] : []),
        ...(budget.isPending ? ['a change is being carried out'] : []),
      ]
        .filter(Boolean)
        .join(', '),
  },
];
