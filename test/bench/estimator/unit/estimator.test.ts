import { estimatorOn } from '../evaluation/estimator.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { expectedPlan } from '../evaluation/expected-plan.ts';
import { cellOf } from '../evaluation/prediction.ts';
import { protocols } from '../evaluation/protocols.ts';
import { simulatedRecords } from './simulated-sweep.ts';

const { head, runs } = simulatedRecords(1);
const jobs = runs.map(({ graded }) => graded);
const [job] = jobs;
const others = jobs.slice(1);
const own = others.filter((other) => cellOf(other) === cellOf(job!));

test('the estimator does not look at what is to be forecast', () => {
  const hidden = { ...job!, seconds: 1e6, phases: { steps: { seconds: 1e6 } } };

  for (const measure of ['job', 'steps'] as const) {
    const forecasts = [job!, hidden].map((each) =>
      estimatorOn(head.device)(measure, each, own.slice(0, 3)),
    );
    expect(forecasts[1]).toEqual(forecasts[0]);
    expect(forecasts[0]!.quantiles!.p50).toBe(forecasts[0]!.seconds);
  }
});

test('jobs that differ by a tenth are forecast within a tenth after five own runs', () => {
  const protocol = protocols.find(({ id }) => id === 'five-runs')!;

  const { figures } = evaluate(
    protocol,
    { measure: 'job', predictor: estimatorOn(head.device) },
    runs,
  );

  expect(figures!.mape).toBeLessThan(0.1);
});

const early = {
  ...job!,
  ...{ epochs: 6, epochsRun: { planned: 20, patience: 2, run: 6 } },
};

test('a training without early stopping does what was planned, whatever others did', () => {
  expect(expectedPlan(job!, [early])).toEqual({ workload: job!.planned, epochs: job!.epochs });
});

test('one with early stopping runs as many epochs as its history expects', () => {
  // Ran half of what had been planned.
  const { steps } = job!.planned.phases;
  const half = { ...steps!, samples: steps!.samples / 2 };
  const done = { ...job!.planned, phases: { ...job!.planned.phases, steps: half } };

  const plan = expectedPlan({ ...early, done }, []);

  // Without history: half of the 20, and two to wait. 6 are half of what had been planned, too.
  expect(plan.epochs).toBe(12);
  expect(plan.workload.phases.steps!.samples).toBeCloseTo(steps!.samples, 6);
  expect(plan.epochsSpread).toBeDefined();
});

test('epochs that its own template ran are learnt from, those of others are not', () => {
  const short = { ...early, epochsRun: { planned: 20, patience: 2, run: 3 } };
  const elsewhere = { ...short, planned: { ...short.planned, templateId: 'Another' } };

  const expected = [[], [elsewhere], [short, short, short]].map(
    (history) => expectedPlan(early, history).epochs,
  );

  expect(expected[1]).toBe(expected[0]);
  expect(expected[2]).toBeLessThan(expected[0]!);
});
