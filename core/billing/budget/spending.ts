/** Integer micro-dollars; `heldMicros` is the sum of the open holds. */
export interface Spending {
  readonly heldMicros: number;
  readonly postedMicros: number;
}

export const noSpending: Spending = { heldMicros: 0, postedMicros: 0 };

export function sumOf(a: Spending, b: Spending): Spending {
  return {
    heldMicros: a.heldMicros + b.heldMicros,
    postedMicros: a.postedMicros + b.postedMicros,
  };
}

/** What is spent or may be: what a limit is compared with. */
export function takenMicros({ heldMicros, postedMicros }: Spending): number {
  return heldMicros + postedMicros;
}

/**
 * What a target spent and promised in a month, as it is stored. Money counts in the month and on
 * the day of its reservation, also where the job ends later.
 */
export interface BudgetCounter extends Spending {
  /** `2026-11` */
  readonly period: string;
  /** By UTC day, `2026-11-25`; absent: counted by a release that knew months alone. */
  readonly days?: Readonly<Record<string, Spending>>;
  /** What was told of its limits, so that it is told once: by `month` or the day. */
  readonly told?: Readonly<Record<string, ToldThreshold>>;
  /**
   * Of a tenant: this release counted all of it, at every level, so that an app or a model without
   * a counter spent nothing.
   */
  readonly isNested?: true;
  /** Of a tenant: all of it is in the account's counter too. */
  readonly inAccount?: true;
}

/** The highest percentage of this limit that was told. */
export interface ToldThreshold {
  readonly limitMicros: number;
  readonly percent: number;
}

/** A counter with more on it, of one day. */
export function counterWith(counter: BudgetCounter, day: string, change: Spending): BudgetCounter {
  const days = counter.days ?? {};
  const after = sumOf(days[day] ?? noSpending, change);
  return { ...counter, ...sumOf(counter, change), days: { ...days, [day]: after } };
}

/** One counter with what stands in another. */
export function counterPlus(counter: BudgetCounter, more: BudgetCounter): BudgetCounter {
  const days = { ...counter.days };
  for (const [day, spent] of Object.entries(more.days ?? {}))
    days[day] = sumOf(days[day] ?? noSpending, spent);
  return { ...counter, ...sumOf(counter, more), days };
}

/** What was spent on a day of the counter's month. */
export function spentOn({ days }: BudgetCounter, day: string): Spending {
  return days?.[day] ?? noSpending;
}
