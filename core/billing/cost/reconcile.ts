import type { UsageRecord } from '../usage/usage-record.ts';
import type { CostLine } from './cost-export.ts';
import type { CostFigures } from './job-cost.ts';

/** What an export charges for training, summed up line by line. */
export interface ExportSums {
  /** By job. */
  readonly jobs: ReadonlyMap<string, ExportedJob>;
  /** Lines that name no job of ours. */
  readonly untagged: { readonly lines: number; readonly costMicros: number };
  /** Taxes, credits, refunds, fees: compared with nothing. */
  readonly otherLines: { readonly lines: number; readonly costMicros: number };
  /** ISO 8601 dates of the first and the last usage; absent: there is none. */
  readonly firstDay?: string;
  readonly lastDay?: string;
}

interface ExportedJob {
  readonly tenant?: string;
  readonly lines: number;
  readonly costMicros: number;
}

/** Sums up the lines of an export, however many there are. */
export class ExportSummer {
  readonly #jobs = new Map<string, { tenant?: string; lines: number; pico: bigint }>();
  readonly #untagged = { lines: 0, pico: 0n };
  readonly #others = { lines: 0, pico: 0n };
  #first = '';
  #last = '';

  add({ jobId, tenant, picoDollars, day, isUsage }: CostLine): void {
    if (!isUsage) return count(this.#others, picoDollars);
    if (day !== '' && (this.#first === '' || day < this.#first)) this.#first = day;
    if (day > this.#last) this.#last = day;
    if (jobId === undefined) return count(this.#untagged, picoDollars);
    const job = this.#jobs.get(jobId) ?? { lines: 0, pico: 0n };
    count(job, picoDollars);
    if (tenant !== undefined) job.tenant = tenant;
    this.#jobs.set(jobId, job);
  }

  sums(): ExportSums {
    const jobs = [...this.#jobs].map(([id, { pico, ...job }]) => {
      return [id, { ...job, costMicros: microsOf(pico) }] as const;
    });
    return {
      jobs: new Map(jobs),
      untagged: { lines: this.#untagged.lines, costMicros: microsOf(this.#untagged.pico) },
      otherLines: { lines: this.#others.lines, costMicros: microsOf(this.#others.pico) },
      ...(this.#first === '' ? {} : { firstDay: this.#first, lastDay: this.#last }),
    };
  }
}

function count(sum: { lines: number; pico: bigint }, pico: bigint): void {
  sum.lines += 1;
  sum.pico += pico;
}

/** Rounded half up, away from zero for what is given back. */
function microsOf(pico: bigint): number {
  const half = pico < 0n ? -500_000n : 500_000n;
  return Number((pico + half) / 1_000_000n);
}

/**
 * `equal`: by a cent, or by 1 %. `differs`: by more. `not-in-export`: AWS has not charged it, or it
 * is of another period. `not-in-ledger`: AWS charges for a job that no usage record knows.
 */
export type Comparison = 'equal' | 'differs' | 'not-in-export' | 'not-in-ledger';

/** A job's cost by us and by AWS. Integer micro-dollars. */
export interface ComparedJob {
  readonly jobId: string;
  readonly userId?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly ourCostMicros?: number;
  readonly awsCostMicros?: number;
  readonly differenceMicros: number;
  readonly comparison: Comparison;
}

export interface CostReconciliation {
  /** The greatest difference first. */
  readonly jobs: readonly ComparedJob[];
  readonly untagged: ExportSums['untagged'];
  readonly otherLines: ExportSums['otherLines'];
  /** Jobs of other tenants than the records are of: compared with nothing. */
  readonly otherTenants: { readonly jobs: number; readonly costMicros: number };
  /** Records without a cost of AWS's: of a laptop, of an earlier release, or nothing began. */
  readonly withoutCost: number;
  readonly ourCostMicros: number;
  readonly awsCostMicros: number;
}

/** Below both nobody is told: AWS rounds each line, and bills seconds that it reports otherwise. */
const [equalMicros, equalShare] = [10_000, 0.01];

type Known = Pick<UsageRecord, 'trainingJobName' | 'jobId' | 'versionId' | 'userId'> &
  Pick<UsageRecord, 'appId' | 'modelId' | 'recordedAt'> & { readonly cost?: CostFigures };

/** Compares what AWS exported with the usage records of some tenants. */
export function reconcileCosts(records: readonly Known[], sums: ExportSums): CostReconciliation {
  const tenants = new Set(records.map(({ userId }) => userId));
  const own = new Map(records.map((record) => [record.jobId ?? record.versionId, record]));
  const paid = [...own].filter(([, { cost }]) => cost?.basis === 'aws');
  const ours = paid.flatMap(([jobId, record]) => comparedOf(jobId, record, sums));
  const foreign = [...sums.jobs].filter(([jobId]) => !own.has(jobId));
  const isOther = ({ tenant }: ExportedJob) => tenant !== undefined && !tenants.has(tenant);
  const unknown = foreign
    .filter(([, job]) => !isOther(job))
    .map(([jobId, { tenant, costMicros }]): ComparedJob => {
      const of = tenant === undefined ? {} : { userId: tenant };
      const differs = { awsCostMicros: costMicros, differenceMicros: costMicros };
      return { jobId, ...of, ...differs, comparison: 'not-in-ledger' };
    });
  const others = foreign.filter(([, job]) => isOther(job)).map(([, job]) => job);
  const jobs = [...ours, ...unknown];
  return {
    jobs: jobs.sort((a, b) => Math.abs(b.differenceMicros) - Math.abs(a.differenceMicros)),
    untagged: sums.untagged,
    otherLines: sums.otherLines,
    otherTenants: {
      jobs: others.length,
      costMicros: others.reduce((sum, { costMicros }) => sum + costMicros, 0),
    },
    withoutCost: own.size - paid.length,
    ourCostMicros: jobs.reduce((sum, { ourCostMicros = 0 }) => sum + ourCostMicros, 0),
    awsCostMicros: jobs.reduce((sum, { awsCostMicros = 0 }) => sum + awsCostMicros, 0),
  };
}

/** None for a job that ended outside of the export's days: nothing of it can be missing there. */
function comparedOf(
  jobId: string,
  { userId, appId, modelId, recordedAt, cost }: Known,
  { jobs, firstDay = '', lastDay = '' }: ExportSums,
): ComparedJob[] {
  const ourCostMicros = cost?.costMicros ?? 0;
  const named = { jobId, userId, appId, modelId, ourCostMicros };
  const exported = jobs.get(jobId);
  if (!exported) {
    const day = recordedAt.slice(0, 10);
    if (ourCostMicros === 0 || day < firstDay || day > lastDay) return [];
    return [{ ...named, differenceMicros: -ourCostMicros, comparison: 'not-in-export' }];
  }
  const differenceMicros = exported.costMicros - ourCostMicros;
  const isEqual =
    Math.abs(differenceMicros) <= equalMicros ||
    Math.abs(differenceMicros) <= equalShare * ourCostMicros;
  const comparison = isEqual ? 'equal' : 'differs';
  return [{ ...named, awsCostMicros: exported.costMicros, differenceMicros, comparison }];
}

/** Whether nothing needs a look. */
export function isReconciled({ jobs, untagged }: CostReconciliation): boolean {
  return jobs.every(({ comparison }) => comparison === 'equal') && untagged.lines === 0;
}
