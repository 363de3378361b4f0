import { nextRuns } from '../../../console/pages/schedules/create/next-runs.ts';
import { decisionInWords } from '../../../console/pages/schedules/list/decision-words.ts';

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

test.each([
  [
    { result: 'started', reason: 'enough-new-inputs', detail: 'v1', new_inputs: 120 },
    'Retrained',
    /^120 new inputs$/,
  ],
  [
    {
      result: 'skipped',
      reason: 'too-few-new-inputs',
      detail: '1 new inputs, at least 9 are wanted',
      new_inputs: 1,
    },
    'Skipped',
    /^1 new inputs, at least 9 are wanted/,
  ],
  [
    { result: 'skipped', reason: 'training-open', detail: "Version 'v' is training" },
    'Skipped',
    /under way: Version 'v'/,
  ],
  [{ result: 'skipped', reason: 'paused', detail: 'The schedule is paused' }, 'Skipped', /paused/],
  [{ result: 'skipped', reason: 'refused', detail: 'Budget' }, 'Refused', /Budget/],
  [{ result: 'skipped', detail: '0 new inputs' }, 'Skipped', /^0 new inputs \(9 wanted\)$/],
])('a decision %j is said as %s', (firing, result, why) => {
  const words = decisionInWords({ scheduled_at: activeSince, ...firing }, 9);

  expect(words.result).toBe(result);
  expect(words.why).toMatch(why);
});
