import { nextRuns } from '../../../../core/job/schedule/next-runs.ts';

const now = Date.parse('2026-11-29T10:00:00Z');
const activeSince = '2026-11-29T09:30:00.000Z';

test('the next runs are in the time of the schedule', () => {
  const berlin = { expression: 'cron(0 3 * * ? *)', timezone: 'Europe/Berlin', activeSince };

  expect(nextRuns(berlin, now, 2).runs).toEqual([
    '2026-11-30T02:00:00.000Z',
    '2026-12-01T02:00:00.000Z',
  ]);
});

test('a rate counts from when the schedule became active', () => {
  const hourly = { expression: 'rate(1 hour)', timezone: 'UTC', activeSince };

  expect(nextRuns(hourly, now, 2).runs).toEqual([
    '2026-11-29T10:30:00.000Z',
    '2026-11-29T11:30:00.000Z',
  ]);
});

test('a wrong expression or time zone has no runs, and says why', () => {
  const daily = { expression: 'daily', timezone: 'UTC', activeSince };
  const nowhere = { expression: 'cron(0 3 * * ? *)', timezone: 'Mars/Base', activeSince };

  expect(nextRuns(daily, now, 3)).toEqual({
    runs: [],
    problem: expect.stringMatching(/"daily" is not a valid schedule: .*rate\(1 day\)/) as string,
  });
  expect(nextRuns(nowhere, now, 3).problem).toMatch(/'Mars\/Base' is not a known time zone/);
});

test('a schedule that fires once has one run', () => {
  const once = { expression: 'at(2026-12-01T00:00:00)', timezone: 'UTC', activeSince };

  expect(nextRuns(once, now, 3).runs).toEqual(['2026-12-01T00:00:00.000Z']);
});
