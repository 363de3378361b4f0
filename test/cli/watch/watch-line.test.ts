import { bar, sparkline } from '../../../cli/watch/sparkline.ts';
import { watchLine } from '../../../cli/watch/watch-line.ts';

test.each([
  [[], ''],
  [[1], '▅'],
  [[0, 1], '▁█'],
  [[3, 2, 1], '█▅▁'],
  // Steep: by logarithms.
  [[100, 10, 1], '█▅▁'],
  [[1, NaN, 2], '▁ █'],
])('%j is drawn %s', (values, drawn) => {
  expect(sparkline(values, 8)).toBe(drawn);
});

test('more values than columns are means', () => {
  expect(sparkline([0, 0, 4, 4, 8, 8], 3)).toBe('▁▅█');
});

test.each([
  [0, '░░░░'],
  [0.5, '██░░'],
  [1, '████'],
  [7, '████'],
])('a share of %s is %s', (share, drawn) => expect(bar(share, 4)).toBe(drawn));

const remaining = { p10Seconds: 60, p50Seconds: 75, p90Seconds: 95, source: 'measured' };

const state = {
  ...{ status: 'training', detail: '', stage: 'training', step: 30, totalSteps: 120 },
  ...{
    epoch: 2.5,
    loss: 0.1234,
    secondsLeft: 75,
    remaining: { ...remaining, measuredSteps: 40 },
    amountMicros: 4444,
    maxAmountMicros: 1_000_000,
  },
};

test('the most needed comes first, and nothing is wider than the terminal', () => {
  const wide = watchLine(state, [3, 2, 1], 200);

  expect(wide).toBe(
    'training █████░░░░░░░░░░░░░░░ 25 % · 1 min 15 s left · $0.0044 so far, at most $1.00 · measured (40 steps) · loss 0.123 · █▅▁ · epoch 2.5',
  );
  for (const columns of [40, 60, 80])
    expect(watchLine(state, [3, 2, 1], columns).length).toBeLessThanOrEqual(columns);
  expect(watchLine(state, [3, 2, 1], 50)).toContain('1 min 15 s left');
});

test('a terminal of 80 columns shows how long still, at what price, and how that is known', () => {
  expect(watchLine(state, [3, 2, 1], 79)).toBe(
    'training ███░░░░░░░ 25 % · 1 min 15 s left · $0.0044 of $1.00 · measured · █▅▁',
  );
});

test.each([
  [{ source: 'forecast' }, '1 min 15 s left · $0.0044'],
  [{ overSeconds: 12 }, 'at most $1.00 · measured · longer than forecast by 12 s'],
  [
    { p10Seconds: 0, p50Seconds: 0, p90Seconds: 0, overSeconds: 12 },
    '25 % · longer than forecast by 12 s · $0.0044',
  ],
])('what is left where %j', (more, shown) => {
  const line = watchLine({ ...state, remaining: { ...remaining, ...more } }, [], 200);

  expect(line).toContain(shown);
});

test('what waits says why', () => {
  expect(watchLine({ ...state, status: 'queued', detail: '2 before it' }, [], 80)).toBe(
    'queued   2 before it',
  );
});
