import { isError } from '../../../../core/errors.ts';
import { lastSlot, nextSlot } from '../../../../core/job/schedule/next-slot.ts';
import { parseExpression } from '../../../../core/job/schedule/schedule-expression.ts';
import { instantOf, wallTimeOf } from '../../../../core/job/schedule/zoned-time.ts';

const createdAt = Date.parse('2026-01-01T00:00:30Z');

/** The first `count` slots behind an instant, without their zero seconds. */
function slots(expression: string, timezone: string, after: string, count: number): string[] {
  const found: string[] = [];
  let slot: number | undefined = Date.parse(after);
  while (found.length < count) {
    slot = nextSlot({ expression, timezone, createdAt }, slot);
    if (slot === undefined) break;
    found.push(new Date(slot).toISOString().replace(':00.000Z', 'Z'));
  }
  return found;
}

describe('nextSlot', () => {
  test.each([
    ['cron(0 3 * * ? *)', ['2026-11-26T03:00Z', '2026-11-27T03:00Z']],
    ['cron(0/15 * * * ? *)', ['2026-11-25T12:15Z', '2026-11-25T12:30Z']],
    [
      'cron(10/20 12 * * ? *)',
      ['2026-11-25T12:10Z', '2026-11-25T12:30Z', '2026-11-25T12:50Z', '2026-11-26T12:10Z'],
    ],
    ['cron(*/30 12 * * ? *)', ['2026-11-25T12:30Z', '2026-11-26T12:00Z']],
    [
      'cron(0 8-10 * * ? *)',
      ['2026-11-26T08:00Z', '2026-11-26T09:00Z', '2026-11-26T10:00Z', '2026-11-27T08:00Z'],
    ],
    // 2026-11-25 is a Wednesday; 1 is Sunday.
    ['cron(0 3 ? * 1 *)', ['2026-11-29T03:00Z', '2026-12-06T03:00Z']],
    ['cron(0 3 ? * SUN *)', ['2026-11-29T03:00Z']],
    ['cron(0 3 ? * 7 *)', ['2026-11-28T03:00Z']],
    ['cron(0 3 ? * MON-FRI *)', ['2026-11-26T03:00Z', '2026-11-27T03:00Z', '2026-11-30T03:00Z']],
    ['cron(0 3 ? * 2/2 *)', ['2026-11-27T03:00Z', '2026-11-30T03:00Z', '2026-12-02T03:00Z']],
    ['cron(0 3 ? * L *)', ['2026-11-28T03:00Z']],
    ['cron(0 3 ? * 6L *)', ['2026-11-27T03:00Z', '2026-12-25T03:00Z']],
    ['cron(0 3 ? * 2#1 *)', ['2026-12-07T03:00Z', '2027-01-04T03:00Z']],
    ['cron(0 3 L * ? *)', ['2026-11-30T03:00Z', '2026-12-31T03:00Z']],
    ['cron(0 3 LW * ? *)', ['2026-11-30T03:00Z', '2026-12-31T03:00Z', '2027-01-29T03:00Z']],
    // 2027-08-01 is a Sunday, its nearest weekday the Monday behind it.
    ['cron(0 3 1W AUG ? 2027)', ['2027-08-02T03:00Z']],
    ['cron(0 3 1,15 * ? *)', ['2026-12-01T03:00Z', '2026-12-15T03:00Z', '2027-01-01T03:00Z']],
    ['cron(0 3 29 2 ? *)', ['2028-02-29T03:00Z', '2032-02-29T03:00Z']],
    ['cron(0 3 1 1 ? 2020-2027)', ['2027-01-01T03:00Z']],
    ['cron(0 3 1 1 ? 2020/5)', ['2030-01-01T03:00Z', '2035-01-01T03:00Z']],
    ['cron(0 3 1 1 ? 2020)', []],
    ['at(2026-12-24T18:00:00)', ['2026-12-24T18:00Z']],
    ['at(2026-11-25T12:00:00)', []],
  ])('%s', (expression, wanted) => {
    const isEnding = /20\d\d\)$|2027\)$|^at/.test(expression);

    const found = slots(
      expression,
      'UTC',
      '2026-11-25T12:00:00Z',
      wanted.length + (isEnding ? 1 : 0),
    );

    expect(found).toEqual(wanted);
  });

  test.each([
    ['rate(1 minute)', '2026-01-01T00:00:30Z', '2026-01-01T00:01:30.000Z'],
    ['rate(5 minutes)', '2026-01-01T00:05:29.999Z', '2026-01-01T00:05:30.000Z'],
    ['rate(5 minutes)', '2026-01-01T00:05:30Z', '2026-01-01T00:10:30.000Z'],
    ['rate(12 hours)', '2026-03-01T00:00:00Z', '2026-03-01T00:00:30.000Z'],
    // A rate counts hours, not days of the calendar: summer time does not move it.
    ['rate(1 day)', '2026-03-29T12:00:00Z', '2026-03-30T00:00:30.000Z'],
    ['rate(7 days)', '2025-01-01T00:00:00Z', '2026-01-08T00:00:30.000Z'],
  ])('%s counts from the creation: after %s comes %s', (expression, after, wanted) => {
    const slot = nextSlot({ expression, timezone: 'Europe/Berlin', createdAt }, Date.parse(after));

    expect(new Date(slot ?? 0).toISOString()).toBe(wanted);
  });
});

describe('summer time', () => {
  interface Case {
    readonly name: string;
    readonly expression: string;
    readonly timezone: string;
    readonly after: string;
    readonly wanted: readonly string[];
  }
  const cases: [string, string, string, string, string[]][] = [
    [
      'the clock goes forward in Berlin: 02:30 is left out that day',
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-03-27T12:00:00Z',
      ['2026-03-28T01:30Z', '2026-03-30T00:30Z'],
    ],
    [
      'the clock goes back in Berlin: 02:30 comes once, the first time',
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'between both of them the first one is over',
      'cron(30 2 * * ? *)',
      'Europe/Berlin',
      '2026-10-25T01:10:00Z',
      ['2026-10-26T01:30Z', '2026-10-27T01:30Z'],
    ],
    [
      'a quiet time of day keeps its wall time in Berlin',
      'cron(0 9 * * ? *)',
      'Europe/Berlin',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T08:00Z', '2026-03-29T07:00Z'],
    ],
    [
      'the clock goes forward in New York: the quarters of the hour that is not there are left out',
      'cron(0/30 * * * ? *)',
      'America/New_York',
      '2026-03-08T06:00:00Z',
      ['2026-03-08T06:30Z', '2026-03-08T07:00Z', '2026-03-08T07:30Z'],
    ],
    [
      'the clock goes back in New York: the hour that comes twice fires once',
      'cron(0/30 * * * ? *)',
      'America/New_York',
      '2026-11-01T04:30:00Z',
      ['2026-11-01T05:00Z', '2026-11-01T05:30Z', '2026-11-01T07:00Z'],
    ],
    [
      'Lord Howe Island moves by half an hour: 02:15 is not there in October',
      'cron(15 2 * * ? *)',
      'Australia/Lord_Howe',
      '2026-10-02T16:00:00Z',
      ['2026-10-04T15:15Z'],
    ],
    [
      'Sydney, where summer begins in October',
      'cron(30 2 * * ? *)',
      'Australia/Sydney',
      '2026-10-02T17:00:00Z',
      ['2026-10-04T15:30Z'],
    ],
    [
      'Cairo goes forward at midnight: a day without 00:00 is left out',
      'cron(0 0 * * ? *)',
      'Africa/Cairo',
      '2026-04-22T23:00:00Z',
      ['2026-04-24T21:00Z'],
    ],
    [
      'Kathmandu, a quarter of an hour beside the others, without summer time',
      'cron(0 3 * * ? *)',
      'Asia/Kathmandu',
      '2026-03-29T00:00:00Z',
      ['2026-03-29T21:15Z', '2026-03-30T21:15Z'],
    ],
    [
      'UTC knows none',
      'cron(30 2 * * ? *)',
      'UTC',
      '2026-03-28T12:00:00Z',
      ['2026-03-29T02:30Z', '2026-03-30T02:30Z'],
    ],
  ];
  test.each(
    cases.map(([name, expression, timezone, after, wanted]): Case => {
      return { name, expression, timezone, after, wanted };
    }),
  )('$name', ({ expression, timezone, after, wanted }) => {
    expect(slots(expression, timezone, after, wanted.length)).toEqual(wanted);
  });

  // Both changes of each zone lie in these months.
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Cairo',
    'Asia/Kathmandu',
  ];
  const spans = [
    ['2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z'],
    ['2026-10-01T00:00:00Z', '2026-11-10T00:00:00Z'],
  ] as const;
  test.each(zones.flatMap((zone) => spans.map(([start, end]) => [zone, start, end] as const)))(
    'in %s from %s to %s each hour of the wall clock has one slot, none twice',
    (timezone, start, end) => {
      const expression = 'cron(0 * * * ? *)';
      const wallTimes = new Set<number>();
      let slot = Date.parse(start);
      for (;;) {
        const next = nextSlot({ expression, timezone, createdAt }, slot) ?? Infinity;
        if (next >= Date.parse(end)) break;
        expect(next).toBeGreaterThan(slot);
        // An hour apart; two where an hour of the wall clock is repeated.
        expect(next - slot).toBeLessThanOrEqual(2 * 3_600_000);
        expect(wallTimes.has(wallTimeOf(next, timezone))).toBe(false);
        wallTimes.add(wallTimeOf(next, timezone));
        slot = next;
      }
      const hours = (Date.parse(end) - Date.parse(start)) / 3_600_000;
      expect(wallTimes.size).toBeGreaterThanOrEqual(hours - 2);
      expect(wallTimes.size).toBeLessThanOrEqual(hours);
    },
  );

  test("wall time and instant are each other's reverse", () => {
    for (
      let instant = Date.parse('2026-01-01T00:00:00Z');
      instant < Date.parse('2027-01-01T00:00:00Z');
      instant += 7_777_000
    ) {
      const back = instantOf(wallTimeOf(instant, 'Europe/Berlin'), 'Europe/Berlin') ?? 0;
      // The second of two equal wall times comes back as the first, an hour earlier.
      expect([0, 3_600_000]).toContain(instant - back);
    }
  });
});

describe('lastSlot', () => {
  const at = (text: string): number => Date.parse(text);
  test.each([
    [
      'cron(0 3 * * ? *)',
      '2026-01-01T00:00:00Z',
      '2026-11-25T12:00:00Z',
      '2026-11-25T03:00:00.000Z',
    ],
    ['cron(0 3 * * ? *)', '2026-11-25T03:00:00Z', '2026-11-25T12:00:00Z', undefined],
    [
      'cron(0 3 * * ? *)',
      '2026-11-25T02:59:59Z',
      '2026-11-25T03:00:00Z',
      '2026-11-25T03:00:00.000Z',
    ],
    [
      'cron(* * * * ? *)',
      '2026-01-01T00:00:00Z',
      '2046-01-01T00:00:30Z',
      '2046-01-01T00:00:00.000Z',
    ],
    [
      'cron(0 0 1 1 ? *)',
      '2026-01-01T00:00:00Z',
      '2046-06-01T00:00:00Z',
      '2046-01-01T00:00:00.000Z',
    ],
    [
      'cron(0 0 29 2 ? *)',
      '2026-01-01T00:00:00Z',
      '2047-06-01T00:00:00Z',
      '2044-02-29T00:00:00.000Z',
    ],
    ['rate(1 minute)', '2026-01-01T00:00:30Z', '2036-01-01T00:00:00Z', '2035-12-31T23:59:30.000Z'],
  ])('%s in (%s, %s] is %s', (expression, after, until, wanted) => {
    const slot = lastSlot({ expression, timezone: 'UTC', createdAt }, at(after), at(until));

    expect(slot === undefined ? undefined : new Date(slot).toISOString()).toBe(wanted);
  });
});

describe('expressions', () => {
  test.each([
    ['daily', 'neither rate(…), cron(…) nor at(…)'],
    ['rate(0 days)', 'neither'],
    ['cron(0 3 * * *)', 'these are 5'],
    ['cron(0  3 * * ? *)', 'these are 7'],
    ['cron(0 3 * * * *)', 'exactly one of'],
    ['cron(0 3 ? * ? *)', 'exactly one of'],
    ['cron(60 3 * * ? *)', '60 is no minutes, 0 to 59'],
    ['cron(0 3 * FOO ? *)', 'FOO is no month, 1 to 12'],
    ['cron(0 3 ? * 0 *)', '0 is no day of week, 1 to 7'],
    ['cron(0 3 ? * 2#6 *)', '2#6 is no day of week'],
    ['cron(0 3 L-3 * ? *)', 'L-3 is no day of month'],
    ['cron(0 10-8 * * ? *)', '10-8 is no hours'],
    ['cron(0/0 3 * * ? *)', '0/0 is no minutes'],
    ['cron(0 3 * * ? 1969)', '1969 is no year'],
    ['at(2026-13-01T00:00:00)', 'neither'],
  ])('%s is refused, saying why and what is right', (expression, why) => {
    let error: unknown;
    try {
      parseExpression(expression);
    } catch (thrown) {
      error = thrown;
    }

    expect(isError(error, 'invalidRequest')).toBe(true);
    expect((error as Error).message).toContain(`"${expression}"`);
    expect((error as Error).message).toContain(why);
    expect((error as Error).message).toContain('rate(1 day)');
  });
});
