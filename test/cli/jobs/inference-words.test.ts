import { endedLines, jobLine } from '../../../cli/jobs/inference-words.ts';
import type { InferenceJob } from '../../../core/api/wire/messages.ts';
import { jobTime } from '../../../console/parts/forecast/job-time.ts';

const promised = {
  ...{ madeAt: '2026-01-01T00:00:00Z', evidence: 'prior', jobCount: 0, formulaSeconds: 30 },
  seconds: { p10: 10.2, p50: 20, p90: 31.7 },
  amountMicros: { p10: 2_000, p50: 14_000, p90: 23_000 },
  phases: [],
};
const job = (more: object) =>
  ({ status: 'completed', maxAmountMicros: 1_000_000, promised, ...more }) as unknown as InferenceJob;
const took = (jobSeconds: number) => ({
  settlement: { completedAt: '', jobSeconds, billableSeconds: 9, amountMicros: 10_000 },
});

test.each([
  [
    took(25),
    [
      'completed: it took 25 s, 9 s of them charged: $0.01',
      '  forecast was 20 s and $0.01 (8 of 10: 10 to 32 s, $0.0020 to $0.02): 25 % longer than forecast, within the range of 8 of 10',
    ],
  ],
  [
    { ...took(40), status: 'failed' },
    [
      'failed: it took 40 s, 9 s of them charged: $0.01',
      '  forecast was 20 s and $0.01 (8 of 10: 10 to 32 s, $0.0020 to $0.02)',
    ],
  ],
  [{ ...took(25), promised: undefined }, ['completed: it took 25 s, 9 s of them charged: $0.01']],
  [{ ...took(0), status: 'failed' }, ['failed: it did not begin, and nothing is charged']],
])('of a job that ended: %j', (more, lines) => {
  expect(endedLines(job(more))).toEqual(lines);
});

const remaining = { source: 'measured', p10Seconds: 10, p50Seconds: 12, p90Seconds: 15 };

test.each([
  [{ ...remaining, measuredSteps: 200 }, ' · 12 s (10 to 15 s) left, measured (200 inputs)'],
  [{ ...remaining, source: 'forecast' }, ' · 12 s (10 to 15 s) left, forecast'],
  [undefined, ''],
])('of a job that runs with %j left', (left, words) => {
  const running = job({ status: 'running', ...(left ? { remaining: left } : {}) });

  expect(jobLine(running, { done: 200, total: 400 })).toBe(
    `running · 200 of 400 inputs, 50 %${words} · at most $1.00`,
  );
});

test.each([
  [
    took(25),
    'took 25 s',
    'forecast 20 s (10 to 32 s): 25 % longer than forecast, within the range of 8 of 10',
  ],
  [{ ...took(40), status: 'failed' }, 'took 40 s', 'forecast 20 s (10 to 32 s)'],
  [{ ...took(0), status: 'failed' }, 'did not begin', undefined],
  [
    { status: 'running', remaining: { ...remaining, measuredSteps: 1 } },
    '12 s (10 to 15 s) left, measured (1 input)',
    'forecast 20 s (10 to 32 s)',
  ],
  [{ status: 'queued', promised: undefined }, '–', undefined],
])('the console says the same of %j', (more, text, hint) => {
  expect(jobTime(job(more), 'predict')).toEqual(hint === undefined ? { text } : { text, hint });
});
