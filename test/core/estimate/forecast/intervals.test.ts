import { conformalOf } from '../../../../core/estimate/learn/conformal.ts';
import { forecast } from '../../../../core/estimate/forecast/forecast.ts';
import type { Forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { learn } from '../../../../core/estimate/learn/learn.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import { chanceOf, gradedOf, simulatedMachine, someWorkload } from './simulated-account.ts';

/** One forecast of a simulated account, and what the job took. */
interface Scored {
  readonly made: Forecast;
  readonly actual: number;
}

/** Forecasts at some points of an account's life: learning at each of all would take minutes. */
function lifeOf(seed: number): Scored[] {
  const chance = chanceOf(seed);
  const machine = simulatedMachine(chance);
  const graded: GradedEstimate[] = [];
  const scored: Scored[] = [];
  for (let index = 0; index < 25; index += 1) {
    const workload = someWorkload(chance, 4);
    const times = machine.run(workload);
    if (index % 6 === 0) {
      const learnt = learn(graded, { devices: [machine.device] });
      const made = forecast({ workload, device: machine.device, learnt, microsPerHour: 0 });
      scored.push({ made, actual: [...times.values()].reduce((sum, each) => sum + each, 0) });
    }
    graded.push(gradedOf(workload, times, { index }));
  }
  return scored;
}

describe('accounts that are as the priors say', () => {
  const scored = Array.from({ length: 24 }, (_, seed) => lifeOf(seed + 1)).flat();
  const isPrior = ({ made }: Scored) => made.evidence === 'prior';
  const bins = [
    ['before any job of the template', scored.filter(isPrior), 0.35],
    ['afterwards', scored.filter((each) => !isPrior(each)), 0.14],
  ] as const;

  it.each(bins)('%s eight of ten lie within the range', (_, some) => {
    const within = some.filter(
      ({ made: { seconds }, actual }) => seconds.p10 <= actual && actual <= seconds.p90,
    );

    // Twice the standard error of some 50 and 70 forecasts around 0.8.
    expect(within.length / some.length).toBeGreaterThan(0.69);
    expect(within.length / some.length).toBeLessThan(0.93);
  });

  it.each(bins)(
    '%s half of them take longer than the median, and it is close',
    (_, some, close) => {
      const longer = some.filter(({ made, actual }) => actual > made.seconds.p50);
      const errors = some.map(({ made, actual }) => Math.abs(made.seconds.p50 / actual - 1));

      expect(longer.length / some.length).toBeGreaterThan(0.35);
      expect(longer.length / some.length).toBeLessThan(0.65);
      expect(errors.reduce((sum, each) => sum + each, 0) / errors.length).toBeLessThan(close);
    },
  );
});

describe('ranges are widened by what earlier ones missed', () => {
  /** A promise of 100 s, 80 to 125, of a job that took so many half-widths more. */
  const promised = (halves: number, index: number, widenedBy?: number): GradedEstimate => {
    const workload = someWorkload(chanceOf(1));
    const seconds = 100 * 1.25 ** halves;
    const job = gradedOf(workload, new Map([['steps', seconds]]), { index });
    return {
      ...job,
      promised: {
        ...{ madeAt: job.endedAt, seconds: { p10: 80, p50: 100, p90: 125 }, phases: {} },
        ...{ amountMicros: { p10: 0, p50: 0, p90: 0 }, evidence: 'one-job', jobCount: 1 },
        ...(widenedBy === undefined ? {} : { widenedBy }),
        formulaSeconds: 100,
      },
    };
  };
  const halves = (count: number, each: number, widenedBy?: number) =>
    Array.from({ length: count }, (_, index) =>
      promised((index % 2 === 0 ? 1 : -1) * each, index, widenedBy),
    );

  it('not before there is one', () => {
    expect(conformalOf([])['five-jobs']).toEqual({ factor: 1, count: 0 });
  });

  it('towards what four of five would have needed', () => {
    const { factor, count } = conformalOf(halves(100, 2))['one-job'];

    expect(count).toBe(100);
    // 100 of 120 in this bin, and of the rest 100 of 120 in all.
    expect(factor).toBeGreaterThan(1.9);
    expect(factor).toBeLessThanOrEqual(2);
  });

  it('a bin without scores takes those of all', () => {
    const { prior } = conformalOf(halves(100, 2));

    expect(prior.count).toBe(0);
    expect(prior.factor).toBeCloseTo(2 ** (100 / 120), 6);
  });

  it('one score hardly moves them', () => {
    expect(conformalOf([promised(4, 1)])['one-job'].factor).toBeLessThan(1.2);
  });

  it('scores are of the range as it was before it was widened', () => {
    const { factor } = conformalOf(halves(100, 1, 2))['one-job'];

    expect(factor).toBeCloseTo(conformalOf(halves(100, 2))['one-job'].factor, 9);
  });
});
