import { nextWallClock } from '../../../../core/job/schedule/done-by.ts';

const berlin = 'Europe/Berlin';

test.each([
  // An ordinary night; the same minute is tomorrow's.
  ['08:00', 'UTC', '2026-11-29T03:00:00Z', '2026-11-29T08:00:00Z'],
  ['08:00', 'UTC', '2026-11-29T08:00:00Z', '2026-11-30T08:00:00Z'],
  ['08:00', berlin, '2026-11-29T03:00:00Z', '2026-11-29T07:00:00Z'],
  ['00:00', 'America/New_York', '2026-11-29T05:00:00Z', '2026-11-30T05:00:00Z'],
  // The night in which the clock is put forward: one hour less until 08:00, and no 02:30.
  ['08:00', berlin, '2027-03-27T23:00:00Z', '2027-03-28T06:00:00Z'],
  ['02:30', berlin, '2027-03-27T23:00:00Z', '2027-03-28T01:00:00Z'],
  // The night in which it is put back: 02:30 is there twice, and each counts.
  ['02:30', berlin, '2026-10-24T23:00:00Z', '2026-10-25T00:30:00Z'],
  ['02:30', berlin, '2026-10-25T00:45:00Z', '2026-10-25T01:30:00Z'],
  ['08:00', berlin, '2026-10-24T23:00:00Z', '2026-10-25T07:00:00Z'],
  // Half an hour of summer time.
  ['01:45', 'Australia/Lord_Howe', '2027-04-03T14:50:00Z', '2027-04-03T15:15:00Z'],
])('%s in %s after %s is %s', (clock, timezone, after, expected) => {
  const at = nextWallClock(clock, timezone, Date.parse(after));

  expect(new Date(at).toISOString()).toBe(new Date(expected).toISOString());
});

test('it is always ahead, and by no more than a day and the hour that is put back', () => {
  const year = Date.parse('2026-01-01T00:00:00Z');
  for (const timezone of ['UTC', berlin, 'America/New_York', 'Australia/Lord_Howe'])
    for (let n = 0; n < 400; n += 1) {
      const after = year + n * 78_853_217;
      const left = nextWallClock('02:30', timezone, after) - after;
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(25 * 3_600_000);
    }
});
