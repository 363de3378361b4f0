import fc from 'fast-check';
import type { ProgressLine } from '../../../../core/estimate/remaining/measured-steps.ts';
import { spread } from '../../../../core/estimate/remaining/quantiles.ts';
import { remainingTime } from '../../../../core/estimate/remaining/remaining-time.ts';
import type { RunningJob } from '../../../../core/estimate/remaining/remaining-time.ts';

const exactly = (seconds: number) => spread(seconds, 0);
const phases = {
  setup: exactly(5),
  steps: exactly(100),
  validation: exactly(10),
  evaluation: exactly(4),
  saving: exactly(2),
};
const job: RunningJob = {
  promised: { seconds: exactly(121), phases },
  ...{ elapsedSeconds: 0, attempt: 1, patience: 0, isStopping: false },
  evenStages: ['training', 'prediction'],
};

const setup: ProgressLine = { step: 0, totalSteps: 100, stage: 'setup', seconds: 0, elapsed: 5 };
/** Steps of 2 s, 20 of them an epoch; nothing is done beside them. */
const steps = (count: number): ProgressLine[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ step: index + 1, totalSteps: 100, stage: 'training', epoch: (index + 1) / 20 },
    ...{ seconds: 2 * (index + 1), elapsed: 5 + 2 * (index + 1) },
  }));
const late = (stage: string, elapsed: number): ProgressLine => ({
  ...{ step: 100, totalSteps: 100, stage, seconds: 200, elapsed },
});

const cases: [what: string, job: Partial<RunningJob>, lines: ProgressLine[], expected: object][] = [
  ['at its start all is to come', {}, [], { p50Seconds: 121, source: 'forecast' }],
  ['in its set-up what has gone is taken off', { elapsedSeconds: 3 }, [], { p50Seconds: 118 }],
  [
    'a set-up that takes long leaves the rest whole',
    { elapsedSeconds: 90 },
    [],
    { p50Seconds: 116 },
  ],
  ['then the steps are to come', { elapsedSeconds: 5 }, [setup], { p50Seconds: 116 }],
  [
    'few steps are not believed',
    { elapsedSeconds: 11 },
    [setup, ...steps(3)],
    // 100 - 6 of the steps, 97 % of the validation, and what follows.
    { p50Seconds: 94 + 9.7 + 6, source: 'forecast' },
  ],
  [
    'from the eleventh line on, ten are timed: 89 steps of 2 s',
    { elapsedSeconds: 27 },
    [setup, ...steps(11)],
    { p50Seconds: 178 + 8.9 + 6, source: 'measured', measuredSteps: 10 },
  ],
  [
    'part of the next step has gone, and no more than it takes',
    { elapsedSeconds: 28 },
    [setup, ...steps(11)],
    { p50Seconds: 177 + 8.9 + 6 },
  ],
  [
    'a line that is long in coming takes nothing more off',
    { elapsedSeconds: 500 },
    [setup, ...steps(11)],
    { p50Seconds: 176 + 8.9 + 6, overSeconds: 379 },
  ],
  [
    'a resumed attempt cannot tell what has gone since its line',
    { elapsedSeconds: 500, attempt: 2 },
    [setup, ...steps(11)],
    { p50Seconds: 178 + 8.9 + 6 },
  ],
  [
    'where it is being measured, saving is to come',
    { elapsedSeconds: 206 },
    [setup, ...steps(100), late('evaluation', 205)],
    { p50Seconds: 5, source: 'measured', measuredSteps: 99, overSeconds: 85 },
  ],
  [
    'where it takes longer than forecast nothing is left, and it says so',
    { elapsedSeconds: 300 },
    [setup, ...steps(100), late('evaluation', 205), late('saving', 210)],
    { p10Seconds: 0, p50Seconds: 0, p90Seconds: 0, overSeconds: 179 },
  ],
  [
    'a stop leaves measuring and saving',
    { elapsedSeconds: 27, isStopping: true },
    [setup, ...steps(11)],
    { p50Seconds: 6 },
  ],
  ['a stop before the first line too', { isStopping: true }, [], { p50Seconds: 6 }],
  ['one that has stopped has none left', {}, [setup, late('stopped', 210)], { p50Seconds: 0 }],
  [
    'a promise of two parts',
    { promised: { seconds: exactly(60), phases: { setup: exactly(20), steps: exactly(40) } } },
    [],
    { p50Seconds: 60 },
  ],
  [
    'a promise of one',
    { promised: { seconds: exactly(60), phases: { steps: exactly(60) } }, elapsedSeconds: 10 },
    [],
    { p50Seconds: 50 },
  ],
];

test.each(cases)('%s', (_, more, lines, expected) => {
  const { p50Seconds, ...others } = expected as { p50Seconds: number };

  const found = remainingTime({ ...job, ...more }, lines);

  expect(found).toMatchObject(others);
  expect(found.p50Seconds).toBeCloseTo(p50Seconds, 6);
});

test('what an epoch takes beside its steps is measured too, once one has ended', () => {
  // Each epoch of 20 steps is followed by 6 s of measuring.
  const lines = steps(50).map((line) => ({
    ...line,
    elapsed: line.elapsed! + 6 * Math.floor((line.step - 1) / 20),
  }));

  const found = remainingTime({ ...job, elapsedSeconds: 5 + 100 + 12 }, [setup, ...lines]);

  // 50 steps of 2 s and 2.5 epochs of 6 s, then 6 s.
  expect(found.p50Seconds).toBeCloseTo(100 + 15 + 6, 6);
});

test('a machine that has become slower is believed, and less surely', () => {
  const slower = steps(40).map((line) => ({
    ...line,
    seconds: line.step <= 20 ? line.seconds : 40 + 6 * (line.step - 20),
    elapsed: line.step <= 20 ? line.elapsed! : 45 + 6 * (line.step - 20),
  }));
  const width = (lines: ProgressLine[]) => {
    const { p10Seconds, p90Seconds } = remainingTime({ ...job, attempt: 2 }, lines);
    return p90Seconds / p10Seconds;
  };

  const found = remainingTime({ ...job, attempt: 2 }, [setup, ...slower]);

  // 60 steps of 6 s, and what follows; the two epochs that have ended took nothing beside.
  expect(found.p50Seconds).toBeCloseTo(60 * 6 + 6, 6);
  expect(width([setup, ...slower])).toBeGreaterThan(1.5 * width([setup, ...steps(40)]));
});

test('the more steps are timed, the narrower the range', () => {
  const widths = [11, 25, 50, 90].map((count) => {
    const { p10Seconds, p90Seconds } = remainingTime(job, [setup, ...steps(count)]);
    return p90Seconds / p10Seconds;
  });

  expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  expect(widths[0]).toBeLessThan(1.5);
});

test('evaluations and predictions go by the inputs that are answered', () => {
  const answers = Array.from({ length: 21 }, (_, index): ProgressLine => ({
    ...{ step: 10 * index, totalSteps: 1000, stage: 'prediction', seconds: index },
  }));

  const ofAnswers = { ...phases, validation: exactly(0) };
  const predicts = { ...job, promised: { seconds: exactly(111), phases: ofAnswers } };

  expect(remainingTime(predicts, [setup, ...answers])).toMatchObject({
    source: 'measured',
    // 800 inputs at 0.1 s, then measuring and saving; 200 inputs were timed.
    p50Seconds: 80 + 6,
    measuredSteps: 200,
  });
});

test('of a network that learns before its memory is filled only the memory is even', () => {
  const memory = { ...job, evenStages: ['memory'] };
  const filled = steps(20).map((line) => ({
    ...line,
    ...{ stage: 'memory', step: line.step + 40, seconds: 80 + line.seconds / 20 },
  }));

  expect(remainingTime(memory, [setup, ...steps(40)]).source).toBe('forecast');
  expect(remainingTime(memory, [setup, ...steps(40), ...filled])).toMatchObject({
    source: 'measured',
    measuredSteps: 19,
  });
});

/** Any progress of a job that has begun, its lines in order. */
const anyLines = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 40 }), took: fc.double(timesOf(60)) }), {
    maxLength: 40,
  })
  .map((parts) => {
    let [step, seconds] = [0, 0];
    return parts.map((part): ProgressLine => {
      [step, seconds] = [step + part.step, seconds + part.took];
      const at = { step, totalSteps: 2000, stage: 'training', epoch: step / 50 };
      return { ...at, seconds, elapsed: seconds * 1.1 };
    });
  });

function timesOf(max: number) {
  return { min: 0, max, noNaN: true };
}

const anyJob = fc.record({
  elapsedSeconds: fc.double(timesOf(1e5)),
  attempt: fc.constantFrom(1, 2),
  patience: fc.constantFrom(0, 3),
  isStopping: fc.boolean(),
});

test('nothing is ever negative, and the range holds its middle', () => {
  fc.assert(
    fc.property(anyJob, anyLines, (more, lines) => {
      const found = remainingTime({ ...job, ...more }, [setup, ...lines]);
      const { p10Seconds, p50Seconds, p90Seconds } = found;
      expect(p10Seconds).toBeGreaterThanOrEqual(0);
      expect(p50Seconds).toBeGreaterThanOrEqual(p10Seconds);
      expect(p90Seconds).toBeGreaterThanOrEqual(p50Seconds);
      expect(Number.isFinite(p90Seconds)).toBe(true);
      expect(found.overSeconds ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('the same steps with more to come never leave less time', () => {
  fc.assert(
    fc.property(anyJob, anyLines, fc.integer({ min: 0, max: 5000 }), (more, lines, extra) => {
      const longer = lines.map((line) => ({ ...line, totalSteps: line.totalSteps + extra }));
      const [less, all] = [lines, longer].map((each) =>
        remainingTime({ ...job, ...more }, [setup, ...each]),
      );
      for (const field of ['p10Seconds', 'p50Seconds', 'p90Seconds'] as const)
        if (less!.source === all!.source)
          expect(all![field]).toBeGreaterThanOrEqual(less![field] - 0.002);
    }),
  );
});
