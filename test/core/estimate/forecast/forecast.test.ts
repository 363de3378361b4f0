import fc from 'fast-check';
import { deviceOf } from '../../../../core/estimate/device/spec-sheet.ts';
import { forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { learn, nothingLearnt } from '../../../../core/estimate/learn/learn.ts';
import type { Learnt } from '../../../../core/estimate/learn/learn.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { Workload } from '../../../../core/estimate/work/workload.ts';
import { chanceOf, gradedOf, madeUpWorkload, simulatedMachine } from './simulated-account.ts';
import { someWorkload } from './simulated-account.ts';

const chance = chanceOf(7);
const machine = simulatedMachine(chance);
const { device } = machine;
const finished = Array.from({ length: 24 }, (_, index) => {
  const workload = someWorkload(chance, 4);
  return gradedOf(workload, machine.run(workload), { index });
});
const learnt = learn(finished, { devices: [device] });

const base = {
  ...{ templateId: 'template-0', family: 'convolution' as const, operationsPerUnit: 4e3 },
  ...{ inputs: 500, epochs: 10, size: 64 * 64, batchSize: 16 },
};
const of = (workload: Workload, known: Learnt = learnt) =>
  forecast({ workload, device, learnt: known, microsPerHour: 4_000_000 });

/** A job like `base` on the simulated machine that took these seconds of steps. */
function tookSteps(seconds: number, index: number): GradedEstimate {
  const workload = madeUpWorkload(base);
  return gradedOf(workload, new Map([['steps', seconds]]), { index });
}
const stepsAfter = (jobs: readonly GradedEstimate[]) =>
  of(madeUpWorkload(base), learn(jobs, { devices: [device] })).phases.steps!.p50;

describe('more of anything never takes less', () => {
  const counts = fc.tuple(
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 100 }),
    fc.integer({ min: 16, max: 256 }),
  );

  it.each([
    ['nothing learnt', nothingLearnt],
    ['24 jobs learnt', learnt],
  ])('inputs, epochs and pixels, with %s', (_, known) => {
    const made = ([inputs, epochs, side]: readonly [number, number, number]) =>
      of(madeUpWorkload({ ...base, inputs, epochs, size: side ** 2 }), known);
    fc.assert(
      fc.property(counts, counts, (one, other) => {
        const less = made(one.map((each, i) => Math.min(each, other[i]!)) as typeof one);
        const more = made(one.map((each, i) => Math.max(each, other[i]!)) as typeof one);

        for (const quantile of ['p10', 'p50', 'p90'] as const) {
          expect(less.seconds[quantile]).toBeLessThanOrEqual(more.seconds[quantile] * (1 + 1e-12));
          expect(less.amountMicros[quantile]).toBeLessThanOrEqual(more.amountMicros[quantile]);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('what finished jobs teach', () => {
  it('is the same in any order', () => {
    const shuffled = [...finished].reverse().sort((a, b) => (a.jobId < b.jobId ? 1 : -1));

    const forecasts = [finished, shuffled].map((jobs) =>
      of(madeUpWorkload(base), learn(jobs, { devices: [device] })),
    );

    expect(forecasts[1]).toEqual(forecasts[0]);
  });

  it.each([3, 6, 12])('one odd job among %d moves nothing by more than its share', (count) => {
    const usual = Array.from({ length: count - 1 }, (_, index) => tookSteps(20, index));
    const before = stepsAfter(usual);
    const after = stepsAfter([...usual, tookSteps(200, count)]);

    expect(Math.abs(Math.log(after / before))).toBeLessThanOrEqual(Math.log(10) / count);
  });

  it('approaches what jobs take, the more of them the closer', () => {
    const off = [1, 5, 20].map((count) => {
      const jobs = Array.from({ length: count }, (_, index) => tookSteps(60, index));
      return Math.abs(Math.log(stepsAfter(jobs) / 60));
    });

    expect(off[0]).toBeLessThan(Math.abs(Math.log(stepsAfter([]) / 60)));
    expect(off[1]).toBeLessThan(off[0]!);
    expect(off[2]).toBeLessThan(0.1);
  });

  it('follows a machine that has become slower', () => {
    const old = Array.from({ length: 200 }, (_, index) => tookSteps(20, index));
    const recent = Array.from({ length: 200 }, (_, index) => tookSteps(40, 1000 + index));

    const [forgetting, backwards] = [
      [...old, ...recent],
      [...old.map((job, i) => ({ ...job, endedAt: recent[i]!.endedAt })), ...recent],
    ].map(stepsAfter);

    expect(forgetting).toBeGreaterThan(backwards!);
  });

  it('of a job that was stopped only what is whole or counted', () => {
    const workload = madeUpWorkload(base);
    const whole = { setup: { seconds: 9 }, steps: { seconds: 30 } };
    const ended = (end: GradedEstimate['end'], phases: GradedEstimate['phases']) => ({
      ...gradedOf(workload, new Map(), { index: 1 }),
      ...{ end, phases },
    });
    const learntOf = (job: GradedEstimate) =>
      of(workload, learn([job], { devices: [device] })).phases;

    const stopped = learntOf(ended('stopped', whole));
    const inSaving = learntOf(ended('stopped', { ...whole, saving: { seconds: 500 } }));
    const failed = learntOf(ended('failed', { setup: { seconds: 500 } }));

    expect(stopped.steps!.p50).toBeGreaterThan(of(workload, nothingLearnt).phases.steps!.p50);
    expect(inSaving.saving).toEqual(stopped.saving);
    expect(failed.setup).toEqual(of(workload, nothingLearnt).phases.setup);
  });

  it('of several attempts nothing of what each began anew with', () => {
    const workload = madeUpWorkload(base);
    const job = gradedOf(workload, new Map([['setup', 60]]), { index: 1 });
    const setupAfter = (attempts: number) =>
      of(workload, learn([{ ...job, attempts }], { devices: [device] })).phases.setup!.p50;

    expect(setupAfter(2)).toBe(of(workload, nothingLearnt).phases.setup!.p50);
    expect(setupAfter(1)).toBeGreaterThan(setupAfter(2));
  });

  it('of a machine that was shared, the work and not the wait', () => {
    const quiet = Array.from({ length: 6 }, (_, index) => withWork(tookSteps(20, index), 18));
    const shared = [...quiet, ...[7, 8, 9].map((index) => withWork(tookSteps(50, index), 18))];

    expect(stepsAfter(shared)).toBeCloseTo(stepsAfter(quiet), 0);
  });

  function withWork(job: GradedEstimate, workSeconds: number): GradedEstimate {
    const { seconds } = job.phases.steps!;
    return { ...job, phases: { steps: { seconds, workSeconds } } };
  }

  it('nothing on a device that is not known', () => {
    const elsewhere = finished.map((job) => ({ ...job, deviceId: 'another' }));

    expect(learn(elsewhere, { devices: [device] }).means).toHaveLength(0);
  });
});

describe('evidence', () => {
  it.each([
    [0, 'prior'],
    [1, 'one-job'],
    [4, 'one-job'],
    [5, 'five-jobs'],
  ] as const)('of %d finished jobs of the template is %s', (count, evidence) => {
    const jobs = Array.from({ length: count }, (_, index) => tookSteps(20, index));
    const stopped = { ...tookSteps(20, 99), end: 'stopped' as const };

    const made = of(madeUpWorkload(base), learn([...jobs, stopped], { devices: [device] }));

    expect(made).toMatchObject({ evidence, jobCount: count });
  });

  it('of a template of the same name but another type does not count', () => {
    const other = { ...madeUpWorkload(base), modelTypeId: 'another-type' };

    expect(of(other, learn([tookSteps(20, 1)], { devices: [device] })).jobCount).toBe(0);
  });
});

describe('price', () => {
  it('is of all that serves, in whole seconds: on a machine at hand the whole job', () => {
    const { chargedSeconds, amountMicros, seconds, phases } = of(madeUpWorkload(base));

    expect(Object.keys(phases)).not.toEqual(expect.arrayContaining(['wait', 'pull', 'download']));
    for (const quantile of ['p10', 'p50', 'p90'] as const) {
      expect(chargedSeconds[quantile]).toBe(Math.ceil(seconds[quantile]));
      expect(amountMicros[quantile]).toBe(Math.round((chargedSeconds[quantile] * 4e6) / 3600));
    }
  });
});

describe('where a job runs', () => {
  const work = madeUpWorkload(base);
  const on = (others: object) =>
    forecast({ workload: work, device, learnt: nothingLearnt, microsPerHour: 0, ...others });

  it('on a machine of one’s own nothing is waited for', () => {
    expect(Object.keys(on({}).phases)).toEqual([
      'setup',
      'steps',
      'validation',
      'evaluation',
      'saving',
    ]);
  });

  it('on AWS an instance is waited for, longer where it is spot', () => {
    const demand = on({ device: deviceOf('A10G') });
    const spot = on({ device: deviceOf('A10G'), spot: true });

    expect(demand.phases.wait!.p50).toBeCloseTo(90, 0);
    expect(demand.phases.pull!.p50).toBeCloseTo(185, 0);
    expect(spot.phases.wait!.p90).toBeGreaterThan(demand.phases.wait!.p90);
  });

  it.each([
    [0, undefined, 1],
    [0.5, undefined, 1.5],
    [1, 2, 2],
  ])('a load of %d on %s cores stretches it %d times', (load, cores, factor) => {
    const busy = on({ load, device: { ...device, ...(cores ? { cores } : {}) } });

    expect(busy.phases.steps!.p50 / on({}).phases.steps!.p50).toBeCloseTo(factor, 1);
  });

  it('a network on one thread of two has room beside half a load', () => {
    const workload = { ...work, architecture: 'resnet-small' };
    const stretched = (load: number) => on({ workload, load, device: { ...device, cores: 2 } });

    expect(stretched(0.5).seconds).toEqual(stretched(0).seconds);
    expect(stretched(1).seconds.p50).toBeGreaterThan(stretched(0.5).seconds.p50 * 1.3);
  });

  it('epochs that may be left out widen the range, and no job runs more than all', () => {
    const sure = on({}).phases.steps!;
    const unsure = on({ epochsSpread: { logSd: 0.5, most: 1.5 } }).phases.steps!;

    expect(unsure.p10).toBeLessThan(sure.p10);
    expect(unsure.p90).toBeGreaterThan(sure.p90);
    expect(unsure.p90).toBeLessThan(sure.p90 * 1.5);
  });
});

test('what earlier intervals missed widens this one on both sides, around the same median', () => {
  const workload = madeUpWorkload(base);
  const with_ = (factor: number) => {
    const each = { factor, count: 30 };
    const conformal = { prior: each, 'one-job': each, 'five-jobs': each };
    return of(workload, { ...learnt, conformal }).seconds;
  };
  const [plain, wide] = [with_(1), with_(2)];

  expect(wide.p50).toBe(plain.p50);
  expect(wide.p90 / wide.p50).toBeCloseTo((plain.p90 / plain.p50) ** 2, 6);
  expect(wide.p10 / wide.p50).toBeCloseTo((plain.p10 / plain.p50) ** 2, 6);
});
