import { driverInWords, forecastColumns, forecastLines } from '../../../cli/jobs/forecast-lines.ts';
import type { ForecastOfJob } from '../../../cli/jobs/forecast-lines.ts';
import { comparedLines, comparedTimes } from '../../../cli/watch/forecast-beside-actual.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';

const phases = [
  { name: 'setup', p10: 2.04, p50: 3.2, p90: 5.5, isCharged: false },
  { name: 'steps', p10: 18, p50: 22, p90: 31, isCharged: true },
  { name: 'saving', p10: 0.2, p50: 0.31, p90: 0.6, isCharged: false },
];

const estimate: ForecastOfJob = {
  ...{ kind: 'train', p10Seconds: 21, p50Seconds: 26, p90Seconds: 36, displaySeconds: 0, phases },
  ...{ p10AmountMicros: 20_000, amountMicros: 24_444, p90AmountMicros: 34_444 },
  ...{ maxAmountMicros: 1_000_000, maxRuntimeSeconds: 900, microsPerHour: 4_000_000 },
  ...{ evidence: 'prior', jobCount: 0, isCalibrated: false },
  assumptions: ['Nothing else uses the machine'],
  drivers: [{ setting: 'num_epochs', change: '10 -> 20', seconds: 21.5 }],
  formula: { secondsPerInput: 0.00203, fixedSeconds: 20, inputCount: 500, epochs: 10, seconds: 30 },
  explanation: ['$4.00 per hour'],
};

test('an estimate says time by phases, price, maximum, how sure it is and what would change it', () => {
  expect(forecastLines(estimate)).toEqual(
    [
      'time: about 26 s; 8 of 10 take 21 to 36 s (in quarters of an hour: less than 15 min)',
      '  Phase           half take   8 of 10 take',
      '  Set-up              3.2 s   2.0 to 5.5 s',
      '  Training steps     22.0 s  18.0 to 31.0 s',
      '  Saving              0.3 s   0.2 to 0.6 s',
      '  Whole job            26 s      21 to 36 s',
      'price: about $0.024; 8 of 10 cost $0.02 to $0.034, at $4.00 an hour',
      '  charged: training steps; not charged: set-up, saving',
      'maximum: $1.00; it is never billed above that, however long it takes. So much of the budget is held until it ends; what it did not cost is given back',
      'it is stopped after 15 min, which bounds its time, not its price',
      'how sure: prior, not calibrated',
      'it is assumed that',
      '  Nothing else uses the machine',
      'what would change the time most:',
      '  num_epochs 10 -> 20: 21.5 s more',
      'how that was reckoned:',
      '  $4.00 per hour',
    ].map((line) => expect.stringMatching(new RegExp(`^${escaped(line)}$`))),
  );
});

/** Columns may be wider than here: how wide, the table decides. */
function escaped(line: string): string {
  return line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/(?<=\S) {2,}/g, ' +');
}

test.each([
  [
    { jobCount: 7, isCalibrated: true },
    'learnt from 7 trainings of this template on this machine, calibrated by earlier estimates',
  ],
  [{ jobCount: 1 }, 'learnt from 1 training of this template on this machine, not calibrated'],
  [
    { jobCount: 2, kind: 'evaluate' },
    'learnt from 2 evaluations of this template on this machine, not calibrated',
  ],
  [{ isCalibrated: true }, 'prior, calibrated by earlier estimates'],
])('how sure it is of %j', (more, words) => {
  expect(forecastLines({ ...estimate, ...more })).toContain(`how sure: ${words}`);
});

test('of answers the phases have their own names', () => {
  const lines = forecastLines({ ...estimate, kind: 'predict' }).join('\n');

  expect(lines).toContain('Answers');
  expect(lines).not.toContain('Training steps');
});

test('on a laptop it says what its amounts are', () => {
  const lines = forecastLines({ ...estimate, asIfOn: 'ml.g5.xlarge' });

  expect(lines).toContain(
    'amounts are as if on ml.g5.xlarge: nothing is charged on your own machine',
  );
});

test('CSV has each figure', () => {
  const row = Object.fromEntries(forecastColumns.map(({ name, value }) => [name, value(estimate)]));

  expect(row).toMatchObject({
    ...{ p10Seconds: 21, p50Seconds: 26, p90Seconds: 36, maxAmountMicros: 1_000_000 },
    ...{ 'steps.p10Seconds': 18, 'steps.p90Seconds': 31, 'wait.p50Seconds': undefined },
    ...{ charged: 'steps', drivers: 'num_epochs 10 -> 20: 21.5 s more', formulaSeconds: 30 },
  });
});

test('less time is said as less', () => {
  expect(driverInWords({ setting: 'image_size', change: '64 -> 32', seconds: -3 })).toBe(
    'image_size 64 -> 32: 3.0 s less',
  );
});

const trained = (jobSeconds: number) =>
  ({
    metadata: {
      deeptune: {
        reservation: { promised: { amountMicros: { p10: 20_000, p50: 24_444, p90: 34_444 } } },
        settlement: { jobSeconds, amountMicros: 27_000 },
      },
    },
  }) as unknown as ModelVersion;
const times = {
  phases: [
    { name: 'setup', seconds: 3, isRunning: false },
    { name: 'steps', seconds: 24, isRunning: false },
    { name: 'evaluation', seconds: 1, isRunning: false },
  ],
  estimate: { seconds: 26, p10Seconds: 21, p90Seconds: 36, phases },
};

test('at the end each phase stands beside its forecast', () => {
  const lines = comparedLines(trained(29), times).map((line) => line.trim().split(/ {2,}/));

  expect(lines).toEqual([
    ['forecast beside actual:'],
    ['Phase', 'forecast', '8 of 10 take', 'took'],
    ['Set-up', '3.2 s', '2.0 to 5.5 s', '3.0 s'],
    ['Training steps', '22.0 s', '18.0 to 31.0 s', '24.0 s'],
    ['Evaluation on held-out data', '–', '–', '1.0 s'],
    ['Saving', '0.3 s', '0.2 to 0.6 s', '–'],
    ['Whole job', '26 s', '21 to 36 s', '29 s'],
    ['Price', '$0.024', '$0.02 to $0.034', '$0.027'],
    ['12 % longer than forecast, within the range of 8 of 10'],
  ]);
  expect(comparedTimes(trained(29), times).at(-1)).toMatchObject({ name: 'job', seconds: 29 });
});

test.each([
  [26, 'as long as forecast, within'],
  [13, '50 % shorter than forecast, outside'],
  [52, '100 % longer than forecast, outside'],
])('a job of %s s was %s', (seconds, words) => {
  expect(comparedLines(trained(seconds), times).at(-1)?.trim()).toContain(words);
});

test('a training of a service that does not say has no comparison', () => {
  expect(comparedLines(trained(26), undefined)).toEqual([]);
});
