import type { JobCost } from '../../../core/api/wire/messages.ts';

/**
 * What a job or several cost AWS's customer, beside what was charged for them. Micro-dollars;
 * undefined where the cost of none is known.
 */
export interface Costs {
  readonly listMicros: number | undefined;
  readonly discountMicros: number | undefined;
  readonly costMicros: number | undefined;
  /** Charged, less what AWS charged. */
  readonly marginMicros: number | undefined;
  /** Jobs that count in these sums. */
  readonly known: number;
  /** Of those, how many are as if: on a laptop nothing is paid. */
  readonly asIf: number;
}

interface Charged {
  readonly amountMicros: number;
  readonly cost?: JobCost;
}

/**
 * The sums of these; a job of which the cost is not known counts in none of them, nor does one that
 * is as if among others that were paid.
 */
export function costsOf(jobs: readonly Charged[]): Costs {
  const all = jobs.flatMap(({ amountMicros, cost }) => (cost ? [{ amountMicros, cost }] : []));
  const paid = all.filter(({ cost }) => cost.basis === 'aws');
  const known = paid.length > 0 ? paid : all;
  const sum = (pick: (job: { amountMicros: number; cost: JobCost }) => number) =>
    known.length === 0 ? undefined : known.reduce((total, job) => total + pick(job), 0);
  return {
    listMicros: sum(({ cost }) => cost.listMicros),
    discountMicros: sum(({ cost }) => cost.discountMicros),
    costMicros: sum(({ cost }) => cost.costMicros),
    marginMicros: sum(({ amountMicros, cost }) => amountMicros - cost.costMicros),
    known: known.length,
    asIf: known.filter(({ cost }) => cost.basis === 'as-if').length,
  };
}

/** `as if on ml.g5.xlarge`; undefined where AWS really charged it. */
export function asIfInWords(cost: JobCost | undefined): string | undefined {
  return cost?.basis === 'as-if' ? `as if on ${cost.instanceType}; nothing is paid` : undefined;
}
