import {
  clarifaisFormula,
  constantUtilisation,
  linearFit,
  meanOfTemplate,
} from '../evaluation/baselines.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { cellOf } from '../evaluation/prediction.ts';
import { protocols } from '../evaluation/protocols.ts';
import { simulatedRecords } from './simulated-sweep.ts';

const { runs } = simulatedRecords(1);
const jobs = runs.map(({ graded }) => graded);
const [target] = jobs;
const own = jobs.filter((job) => cellOf(job) === cellOf(target!));
const others = jobs.filter((job) => cellOf(job) !== cellOf(target!));
const baselines = { meanOfTemplate, clarifaisFormula, linearFit, constantUtilisation };
const each = Object.entries(baselines);

test.each(each)('%s says nothing from nothing', (_, baseline) => {
  expect(baseline('job', target!, [])).toBeUndefined();
});

test.each(each)('%s does not look at what is to be forecast', (_, baseline) => {
  const hidden = { ...target!, seconds: 1e6, phases: { steps: { seconds: 1e6 } } };

  for (const measure of ['job', 'steps'] as const)
    expect(baseline(measure, hidden, others)).toEqual(baseline(measure, target!, others));
});

test('the mean is of the own trainings where there are any, else of all', () => {
  const meanOf = (some: typeof jobs) =>
    some.reduce((sum, { seconds }) => sum + seconds, 0) / some.length;

  expect(meanOfTemplate('job', target!, jobs)?.seconds).toBeCloseTo(meanOf(own), 10);
  expect(meanOfTemplate('job', target!, others)?.seconds).toBeCloseTo(meanOf(others), 10);
});

test.each([
  ["Clarifai's formula", clarifaisFormula],
  ['the linear fit', linearFit],
])('%s finds A and B of trainings that follow it', (_, baseline) => {
  // The simulated ones do, but for a tenth: five of them of three sizes pin both down.
  const protocol = protocols.find(({ id }) => id === 'new-configuration')!;

  const { figures } = evaluate(protocol, { measure: 'job', predictor: baseline }, runs);

  expect(figures?.mape).toBeLessThan(0.12);
});

test('one own training scales the fit of the others', () => {
  const slower = others.map((job) => ({ ...job, seconds: job.seconds / 2 }));

  const [without, with1] = [[], [own[1]!]].map(
    (known) => linearFit('job', target!, [...slower, ...known])!.seconds,
  );

  expect(with1).toBeGreaterThan(without! * 1.3);
});
