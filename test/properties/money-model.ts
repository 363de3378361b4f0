import { budgetIdOf, targetsOf } from '../../core/billing/budget/target.ts';
import type { BudgetTarget } from '../../core/billing/budget/target.ts';
import type { Step } from './money-world.ts';
import { defaultLimit, firstInstant, placeOf } from './money-world.ts';

/** How a job stands: a hold, or its end. */
interface JobMoney {
  readonly heldMicros: number;
  /** The month and the day of its hold. */
  readonly period: string;
  readonly day: string;
  /** There once it has ended; 0 where its hold was given back. */
  readonly billedMicros?: number;
}

type Limit = Pick<Extract<Step, { what: 'limit' }>, 'per' | 'micros' | 'atLimit'>;

const defaultTenantLimit: Limit = { per: 'month', micros: defaultLimit, atLimit: 'stop' };

/** Its tenant and its id: unique among all. */
export const nameOf = (target: BudgetTarget): string =>
  `${'userId' in target ? target.userId : ''} ${budgetIdOf(target)}`;

/**
 * What the books must say, in plain sums and without a table: the same steps, one after the other,
 * each of them once.
 */
export class MoneyModel {
  readonly jobs = new Map<number, JobMoney>();
  readonly #limits = new Map<string, Limit>();
  #now = firstInstant;

  /** A copy behind these steps. */
  after(steps: readonly Step[]): MoneyModel {
    const model = new MoneyModel();
    for (const [job, money] of this.jobs) model.jobs.set(job, money);
    for (const [target, micros] of this.#limits) model.#limits.set(target, micros);
    model.#now = this.#now;
    for (const step of steps) model.do(step);
    return model;
  }

  /** What is held or billed for each job, and in what month, by its number. */
  said(): [number, string][] {
    return [...this.jobs]
      .map(([job, { heldMicros, billedMicros, period }]): [number, string] => [
        job,
        `${period} ${billedMicros === undefined ? `held ${heldMicros}` : `billed ${billedMicros}`}`,
      ])
      .sort(([a], [b]) => a - b);
  }

  /** Equal for two of which everything comes out the same from now on. */
  state(): string {
    return JSON.stringify([
      // The day of a hold too, which nobody says but a limit of the day counts.
      [...this.jobs].sort(([a], [b]) => a - b),
      [...this.#limits].map((each) => JSON.stringify(each)).sort(),
      this.#now,
    ]);
  }

  do(step: Step): void {
    if (step.what === 'pass') this.#now += step.hours * 3_600_000;
    else if (step.what === 'limit')
      this.#limits.set(nameOf(targetsOf(placeOf(step.job))[step.level]!), step);
    else if (step.what === 'reserve') this.#reserve(step.job, step.micros);
    else this.#end(step.job, step.what === 'settle' ? step.micros : 0);
  }

  #reserve(job: number, heldMicros: number): void {
    if (this.jobs.has(job)) return;
    const day = new Date(this.#now).toISOString().slice(0, 10);
    const wanted = { heldMicros, day, period: day.slice(0, 7) };
    if (targetsOf(placeOf(job)).every((target) => this.#fits(target, wanted)))
      this.jobs.set(job, wanted);
  }

  #fits(target: BudgetTarget, wanted: JobMoney): boolean {
    const otherwise = target.level === 'tenant' ? defaultTenantLimit : undefined;
    const limit = this.#limits.get(nameOf(target)) ?? otherwise;
    if (!limit || limit.atLimit === 'notify') return true;
    // A budget of nothing lets nothing start, not even what costs nothing.
    if (limit.micros === 0) return false;
    const isIn = (money: JobMoney) =>
      limit.per === 'month' ? money.period === wanted.period : money.day === wanted.day;
    return this.#taken(target, isIn) + wanted.heldMicros <= limit.micros;
  }

  #end(job: number, askedMicros: number): void {
    const before = this.jobs.get(job);
    if (!before || before.billedMicros !== undefined) return;
    this.jobs.set(job, { ...before, billedMicros: Math.min(askedMicros, before.heldMicros) });
  }

  /** Held and billed of a target. */
  #taken(target: BudgetTarget, isIn: (money: JobMoney) => boolean): number {
    let micros = 0;
    for (const [job, money] of this.jobs) {
      const isOf = targetsOf(placeOf(job)).some((each) => nameOf(each) === nameOf(target));
      if (isOf && isIn(money)) micros += money.billedMicros ?? money.heldMicros;
    }
    return micros;
  }
}
