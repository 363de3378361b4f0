import { Temporal } from 'temporal-polyfill';
import { instantOf, wallTimeOf } from '../../../../core/job/schedule/zoned-time.ts';

/* Zones that change their clocks in many ways: by half an hour, over midnight, over a whole day. */
const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'],
  ...['America/Sao_Paulo', 'Africa/Casablanca', 'Asia/Tehran', 'Pacific/Apia', 'Asia/Beirut'],
];
const hour = 3_600_000;

/** The first instant of a wall time, by Temporal. */
function byTemporal(wallTime: number, zone: string): number | undefined {
  const wanted = Temporal.Instant.fromEpochMilliseconds(wallTime)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
  const earlier = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return earlier.toPlainDateTime().equals(wanted) ? earlier.epochMilliseconds : undefined;
}

test.each(zones)('all through 2011 and 2027, the clock of %s is as Temporal says', (zone) => {
  const wrong: string[] = [];
  for (const from of ['2011-01-01T00:00:00Z', '2027-01-01T00:00:00Z'])
    for (
      let at = Date.parse(from), step = 0;
      step < 365 * 8;
      step += 1, at += 3 * hour - 1800_000
    ) {
      const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const shown = wall.toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds;
      if (wallTimeOf(at, zone) !== shown) wrong.push(`${at} shows ${wallTimeOf(at, zone)}`);
      if (instantOf(at, zone) !== byTemporal(at, zone)) wrong.push(`wall time ${at}`);
    }

  expect(wrong).toEqual([]);
});
