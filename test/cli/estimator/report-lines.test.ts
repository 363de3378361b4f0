import { reportLines } from '../../../cli/estimator/report-lines.ts';
import { reportToWire } from '../../../core/api/clarifai/training/estimator-report-wire.ts';
import { percent, signedPercent } from '../../../core/estimate/report/percent.ts';
import { reportOf } from '../../../core/estimate/report/report.ts';
import { graded } from '../../core/estimate/report/graded.ts';

const columns = 80;
const template = 'Deeptune_A_Template_With_A_Rather_Long_Name';

/** Every job is forecast 100 s; they take from 10 s to 1000 s. */
const jobs = Array.from({ length: 25 }, (_, at) =>
  graded({
    ...{ id: `j${at}`, minute: at, template, actual: 10 ** (1 + at / 12) },
    ...{ phases: { steps: { seconds: 5 } }, evidence: at < 5 ? 'prior' : 'five-jobs' },
  }),
);
const lines = reportLines(reportToWire(reportOf(jobs)), columns);

test('no line is wider than the terminal', () => {
  const [tooWide] = lines.slice(lines.indexOf('')).filter((line) => line.length > columns);

  expect(tooWide).toBeUndefined();
});

test('the figures stand in a line, with the interval of the coverage and a mark where jobs are few', () => {
  const lineOf = (name: string) => lines.find((line) => line.startsWith(name))?.split(/\s{2,}/);

  // Within 50 to 200 s: from 10 ** 1.6990 to 10 ** 2.3010, the jobs 9 to 15.
  expect(lineOf('time')).toEqual(expect.arrayContaining(['25', '28 % [14-48]', 'x4.00']));
  expect(lineOf('  prior')).toEqual(expect.arrayContaining(['5*']));
  expect(lines).toContain('*: fewer than 20 jobs, which say little.');
});

test('a plot has one mark per job, on a line where all forecasts are alike', () => {
  const plot = lines.slice(lines.findIndex((line) => line.startsWith('forecast (P50)')));
  const rows = plot.filter((line) => /\|.*[ox]/.test(line));

  expect(rows).toHaveLength(1);
  expect(rows[0]!.replaceAll(/[^ox]/g, '')).toBe('x'.repeat(9) + 'o'.repeat(7) + 'x'.repeat(9));
});

test.each([1, 2])('a plot of %i jobs that are alike is no division by zero', (count) => {
  const alike = jobs.slice(12, 12 + count);

  const text = reportLines(reportToWire(reportOf(alike)), 40).join('\n');

  expect(text).not.toMatch(/NaN|Infinity|undefined/);
});

test('without jobs there are words alone', () => {
  expect(reportLines(reportToWire(reportOf([])), columns)).toEqual([
    expect.stringMatching(/^No job with a forecast has completed yet/),
  ]);
});

test.each([
  [0, '0 %', '0 %'],
  [-0.0001, '0 %', '0 %'],
  [0.056, '5.6 %', '+5.6 %'],
  [0.05, '5 %', '+5 %'],
  [0.0996, '10 %', '+10 %'],
  [0.814, '81 %', '+81 %'],
  [-0.12, '-12 %', '-12 %'],
  [1, '100 %', '+100 %'],
])('%d is %s', (share, shown, signed) => {
  expect([percent(share), signedPercent(share)]).toEqual([shown, signed]);
});
