import { reportOf } from '../../../../core/estimate/report/report.ts';
import { summaryOf } from '../../../../core/estimate/report/summary.ts';
import { graded } from './graded.ts';

/** Five completed jobs, and three that are in no figure. */
const stored = [
  graded({ id: 'a', minute: 1, predicted: 110, actual: 100, template: 'Quick' }),
  graded({
    id: 'b',
    minute: 3,
    predicted: 80,
    actual: 100,
    template: 'Quick',
    evidence: 'one-job',
  }),
  graded({
    id: 'c',
    minute: 5,
    predicted: 40,
    actual: 100,
    template: 'Deep',
    evidence: 'five-jobs',
  }),
  graded({
    id: 'd',
    minute: 7,
    predicted: 90,
    actual: 100,
    kind: 'evaluate',
    evidence: 'five-jobs',
  }),
  graded({ id: 'e', minute: 9, predicted: 100, actual: 100, amountMicros: 0, modelId: 'other' }),
  graded({ id: 'f', minute: 11, end: 'stopped', actual: 3 }),
  graded({ id: 'g', minute: 13, end: 'failed', actual: 3 }),
  graded({ id: 'h', minute: 15, isPromised: false }),
];

test('the figures of all of them, and how many are in none', () => {
  const { overall, leftOut, jobs } = reportOf(stored);

  expect(jobs.map(({ job }) => job.jobId)).toEqual(['e', 'd', 'c', 'b', 'a']);
  expect(leftOut).toEqual({
    ...{ stopped: 1, failed: 1, withoutForecast: 1, notMeasured: 0, unreadable: 0, older: 0 },
  });
  // Off by 10, 20, 60, 10 and 0 %.
  expect(overall).toMatchObject({ jobCount: 5, isFew: true });
  expect(overall.time!.mape).toBeCloseTo(0.2, 12);
  expect(overall.time!.medianApe).toBeCloseTo(0.1, 12);
  expect(overall.time!.offByTwo).toBeCloseTo(0.2, 12);
  // From 20 to 80 does not reach 100.
  expect(overall.interval).toMatchObject({ count: 5, covered: 4, below: 0, above: 1, share: 0.8 });
  expect(overall.interval!.width).toBeCloseTo(4, 12);
});

test('a job that was not charged for has no error of its price', () => {
  const { price, priceInterval } = reportOf(stored);

  expect(price!.count).toBe(4);
  expect(price!.mape).toBeCloseTo(0.25, 12);
  expect(priceInterval).toMatchObject({ count: 4, covered: 3 });
});

test('by template, kind and evidence', () => {
  const { byTemplate, byKind, byEvidence } = reportOf(stored);
  const counts = (grades: typeof byTemplate) => grades.map((one) => [one.name, one.jobCount]);

  expect(counts(byTemplate)).toEqual([
    ['Quick', 4],
    ['Deep', 1],
  ]);
  expect(byTemplate[1]!.time!.mape).toBeCloseTo(0.6, 12);
  expect(counts(byKind)).toEqual([
    ['train', 4],
    ['evaluate', 1],
  ]);
  expect(counts(byEvidence)).toEqual([
    ['prior', 2],
    ['one-job', 1],
    ['five-jobs', 2],
  ]);
});

test('a template of two model types is two', () => {
  const jobs = ['text-classifier', 'text-to-text', 'text-to-text'].map((modelType, minute) =>
    graded({ id: `${minute}`, minute, modelType, template: 'Lora' }),
  );

  expect(reportOf(jobs).byTemplate.map(({ name }) => name)).toEqual([
    'Lora (text-to-text)',
    'Lora (text-classifier)',
  ]);
});

test.each([
  [{ kind: 'evaluate' }, ['d']],
  [{ templateId: 'Deep' }, ['c']],
  [{ modelId: 'other' }, ['e']],
  [{ appId: 'elsewhere' }, []],
  [{ kind: 'train', templateId: undefined }, ['e', 'c', 'b', 'a']],
] as const)('asked for %j', (filter, ids) => {
  expect(reportOf(stored, filter).jobs.map(({ job }) => job.jobId)).toEqual(ids);
});

test('no figures of no jobs', () => {
  const report = reportOf([]);

  expect(report.overall).toEqual({ jobCount: 0, isFew: true });
  expect(report).not.toHaveProperty('price');
  expect([report.byTemplate, report.overTime, report.phases, report.jobs]).toEqual([
    [],
    [],
    [],
    [],
  ]);
  expect(report.baselines.map(({ jobCount }) => jobCount)).toEqual([0, 0, 0]);
  expect(summaryOf(report)[0]).toMatch(/^No job with a forecast has completed yet/);
});

test('the last 100 in blocks of 20, the newest whole', () => {
  const many = Array.from({ length: 110 }, (_, minute) => graded({ id: `j${minute}`, minute }));

  const { jobs, overTime, leftOut } = reportOf(many);
  const some = reportOf(many.slice(0, 45));

  expect(jobs).toHaveLength(100);
  expect(leftOut.older).toBe(10);
  expect(overTime.map(({ jobCount }) => jobCount)).toEqual([20, 20, 20, 20, 20]);
  expect(overTime[4]).toMatchObject({
    firstEndedAt: many[90]!.endedAt,
    lastEndedAt: many[109]!.endedAt,
    isFew: false,
  });
  expect(some.overTime.map(({ jobCount }) => jobCount)).toEqual([5, 20, 20]);
});

describe('baselines', () => {
  // 10 s and half a second for each input: known exactly after two different jobs.
  const byInputs = [100, 200, 400].map((inputs, at) =>
    graded({ id: `i${inputs}`, minute: 3 * at, inputs, actual: 10 + inputs / 2, predicted: 100 }),
  );

  test('are fitted to the jobs before, and scored where these determine them', () => {
    const { baselines, jobs } = reportOf(byInputs);
    const refitted = baselines.find(({ name }) => name === 'formula-refitted')!;

    expect(jobs.map((one) => one.baselines['formula-refitted'])).toEqual([
      expect.closeTo(210, 6),
      undefined,
      undefined,
    ]);
    expect(refitted).toMatchObject({ jobCount: 1, notForecast: 2 });
    expect(refitted.baseline!.mape).toBeCloseTo(0, 6);
    // Of the same job only: 100 promised, 210 taken.
    expect(refitted.forecast!.mape).toBeCloseTo(110 / 210, 12);
  });

  test('Clarifai’s formula as it was forecasts every job', () => {
    const formula = reportOf(byInputs).baselines.find(({ name }) => name === 'formula')!;

    expect(formula).toMatchObject({ jobCount: 3, notForecast: 0 });
    // 200 s promised of 60, 110 and 210.
    expect(formula.baseline!.mape).toBeCloseTo((140 / 60 + 90 / 110 + 10 / 210) / 3, 12);
  });

  test('the linear fit sees steps and samples', () => {
    const jobs = [
      graded({ id: '1', minute: 0, steps: 10, samples: 100, actual: 5 + 10 + 100 }),
      graded({ id: '2', minute: 2, steps: 20, samples: 100, actual: 5 + 20 + 100 }),
      graded({ id: '3', minute: 4, steps: 20, samples: 400, actual: 5 + 20 + 400 }),
      graded({ id: '4', minute: 6, steps: 50, samples: 900, actual: 1000 }),
    ];

    const [newest] = reportOf(jobs).jobs;

    expect(newest!.baselines.linear).toBeCloseTo(5 + 50 + 900, 6);
  });

  test.each([
    ['another device', { device: 'L4' }],
    ['another template', { template: 'Deep' }],
    ['another kind', { kind: 'predict' }],
    ['a stopped job', { end: 'stopped' }],
    ['a job that was still running when the forecast was made', { minute: 7 }],
  ] as const)('do not learn from %s', (_, other) => {
    const first = graded({ id: '1', minute: 0, inputs: 100 });
    const second = graded({ id: '2', minute: 2, inputs: 200, ...other });
    const third = graded({ id: '3', minute: 8, inputs: 400 });

    const own = reportOf([first, second, third]).jobs.find(({ job }) => job.jobId === '3');

    expect(own!.baselines).not.toHaveProperty('formula-refitted');
  });
});

test('phases say where the error comes from', () => {
  const range = (p50: number) => ({ p10: p50, p50, p90: p50 });
  const jobs = [
    graded({
      ...{
        id: '1',
        minute: 0,
        promisedPhases: { setup: range(10), steps: range(50), wait: range(0) },
      },
      phases: { setup: { seconds: 12 }, steps: { seconds: 40 }, saving: { seconds: 1 } },
    }),
    graded({
      ...{ id: '2', minute: 2, promisedPhases: { setup: range(10), steps: range(50) } },
      phases: { setup: { seconds: 10 }, steps: { seconds: 57 } },
    }),
    graded({ id: '3', minute: 4, promisedPhases: { steps: range(50) } }), // nobody measured it
  ];

  // Off by 2 + 0, 10 + 7 and 1 s: 20 in all.
  expect(reportOf(jobs).phases).toEqual([
    {
      ...{ name: 'setup', jobCount: 2, predictedSeconds: 20, actualSeconds: 22 },
      ...{ meanErrorSeconds: 1, errorShare: 0.1 },
    },
    {
      ...{ name: 'steps', jobCount: 2, predictedSeconds: 100, actualSeconds: 97 },
      ...{ meanErrorSeconds: 8.5, errorShare: 0.85 },
    },
    {
      ...{ name: 'saving', jobCount: 1, predictedSeconds: 0, actualSeconds: 1 },
      ...{ meanErrorSeconds: 1, errorShare: 0.05 },
    },
  ]);
});

describe('in words', () => {
  test('of a few jobs', () => {
    expect(summaryOf(reportOf(stored))).toEqual([
      'Of the last 5 jobs, half were off by less than 10 %; 4 of 5 (80 %) ended within their range (P10 to P90), which promises 80 %.',
      // ln 1.1 + ln 0.8 + ln 0.4 + ln 0.9 = -1.14947, a fifth of it -0.22989
      'On average they took 26 % longer than forecast.',
      '1 of 5 took at least twice as long as forecast, or at most half.',
      '5 jobs say little (below 20): the true share within the range may be anything from 38 % to 96 %.',
      'In no figure: 1 stopped, 1 failed, 1 without a forecast.',
    ]);
  });

  test('of one', () => {
    const only = [graded({ id: 'a', minute: 1, predicted: 125, actual: 100 })];

    expect(summaryOf(reportOf(only)).slice(0, 3)).toEqual([
      'The one job was off by 25 % and ended within its range (P10 to P90).',
      'It took 20 % less time than forecast.',
      'It took neither twice as long as forecast nor half.',
    ]);
  });
});
