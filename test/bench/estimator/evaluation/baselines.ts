import { mean } from '../../../../core/estimate/report/accuracy.ts';
import { fittedValue } from '../../../../core/estimate/report/least-squares.ts';
import { median } from '../../../../core/estimate/median.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { PhaseWork } from '../../../../core/estimate/work/workload.ts';
import { expectedPlan } from './expected-plan.ts';
import { actualSeconds, cellOf } from './prediction.ts';
import type { Measure, Predictor } from './prediction.ts';

/** Steps and epochs that a job has done, or should do. */
interface Work {
  readonly steps: PhaseWork;
  readonly epochs: number;
}

/** What a fit sees of a job. */
type Features = (job: GradedEstimate, work: Work) => readonly number[];

const formula: Features = ({ inputCount }, { epochs }) => [1, inputCount * epochs];
const linear: Features = (_, { steps: { passes, samples } }) => [1, passes, samples];

const noWork: PhaseWork = {
  ...{
    passes: 0,
    samples: 0,
    operations: 0,
    bytes: 0,
    storedBytes: 0,
    reads: 0,
    decoded: 0,
    layerCalls: 0,
  },
};

/** Mean of the template's own trainings; of all where it has none. */
export const meanOfTemplate: Predictor = (measure, target, history) => {
  const known = ownOrAll(target, history).flatMap((job) => actualSeconds(measure, job) ?? []);
  return known.length === 0 ? undefined : { seconds: mean(known) };
};

/** Clarifai's `A x inputs x epochs + B`, with A and B fitted to the history. */
export const clarifaisFormula: Predictor = fitOf(formula);

/** `a + b x steps + c x samples`, fitted to the history. */
export const linearFit: Predictor = fitOf(linear);

/**
 * A fit to the template's own trainings; where they do not determine it, to those of all templates,
 * times what the own ones took over that.
 */
function fitOf(features: Features): Predictor {
  return (measure, target, history) => {
    const asked = features(target, plannedWork(target, history));
    const own = history.filter((job) => cellOf(job) === cellOf(target));
    const fitted = fittedValue(rowsOf(measure, own, features), asked);
    if (fitted !== undefined && fitted > 0) return { seconds: fitted };
    const all = rowsOf(measure, history, features);
    const general = fittedValue(all, asked);
    if (general === undefined || general <= 0) return undefined;
    const ratios = rowsOf(measure, own, features).flatMap((row) => {
      const said = fittedValue(all, row.features);
      return said ? [Math.log(row.value / said)] : [];
    });
    return { seconds: general * Math.exp(ratios.length === 0 ? 0 : median(ratios)) };
  };
}

function rowsOf(measure: Measure, jobs: readonly GradedEstimate[], features: Features) {
  return jobs.flatMap((job) => {
    const value = actualSeconds(measure, job);
    const work = { steps: job.done.phases.steps ?? noWork, epochs: job.epochs };
    return value === undefined ? [] : [{ features: features(job, work), value }];
  });
}

/**
 * A roofline with one constant share of the machine's peak for every network: operations of the
 * steps over the median rate of the history, and what the other phases took in the median.
 */
export const constantUtilisation: Predictor = (measure, target, history) => {
  const rates = history.flatMap((job) => {
    const [seconds, work] = [actualSeconds('steps', job), job.done.phases.steps];
    return seconds && work && work.operations > 0 ? [work.operations / seconds] : [];
  });
  if (rates.length === 0) return undefined;
  const steps = plannedWork(target, history).steps.operations / median(rates);
  if (measure === 'steps') return steps > 0 ? { seconds: steps } : undefined;
  const others = history.map((job) => job.seconds - (actualSeconds('steps', job) ?? 0));
  return { seconds: steps + median(others) };
};

function plannedWork(target: GradedEstimate, history: readonly GradedEstimate[]): Work {
  const { workload, epochs } = expectedPlan(target, history);
  return { steps: workload.phases.steps ?? noWork, epochs };
}

function ownOrAll(target: GradedEstimate, history: readonly GradedEstimate[]) {
  const own = history.filter((job) => cellOf(job) === cellOf(target));
  return own.length > 0 ? own : history;
}
