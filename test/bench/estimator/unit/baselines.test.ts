import {
  clarifaisFormula,
  constantUtilisation,
  linearFit,
  meanOfTemplate,
} from '../evaluation/baselines.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { cellOf } from '../evaluation/prediction.ts';
import { protocols } from '../evaluation/protocols.ts';
import { releasedEstimates, releasedEstimator } from '../evaluation/released.ts';
import { readSpecification } from '../specification.ts';
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

test('the release before has said something of every configuration', () => {
  const said = releasedEstimates();

  for (const name of ['frozen', 'pilot'] as const)
    for (const { id, params } of readSpecification(name).configurations) {
      expect(said[id]).toMatchObject({
        epochs: expect.any(Number),
        fixedSeconds: expect.any(Number),
      });
      const asked = params['num_epochs'];
      if (typeof asked === 'number') expect(said[id]!.epochs).toBeLessThanOrEqual(asked);
    }
});

test('its factor is the median of what trainings of the template took over what it said', () => {
  const known = { 'configuration-0': { epochs: 10, perEpochSeconds: 0.5, fixedSeconds: 5 } };
  const ofFirst = runs.filter(({ configurationId }) => configurationId === 'configuration-0');
  const [first, ...rest] = ofFirst.map((run) => ({
    ...run,
    graded: { ...run.graded, epochs: 10, seconds: 20 },
  }));
  const predictor = releasedEstimator([first!, ...rest], known);

  const [without, with1] = [[], [rest[0]!.graded]].map((history) =>
    predictor('job', first!.graded, history),
  );

  // 10 s were said. One that took 20 moves it half of the way, in logs: by the root of 2.
  expect(without?.seconds).toBe(10);
  expect(with1?.seconds).toBe(14);
  expect(predictor('steps', first!.graded, [])).toBeUndefined();
});
