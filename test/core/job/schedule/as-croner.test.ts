import { Cron } from 'croner';
import fc from 'fast-check';
import { parseExpression } from '../../../../core/job/schedule/schedule-expression.ts';

/**
 * The same instants as a library that many use, which is 33 kB that each Lambda would load. It
 * writes `?` as `*`, and wants the end of a step.
 */
const whole = (least: number, most: number) => fc.integer({ min: least, max: most });

/** A field as it is written here, and as croner writes it. */
type Written = readonly [ours: string, theirs: string];

function numbers(least: number, most: number): fc.Arbitrary<Written> {
  const one = whole(least, most).map((n): Written => [`${n}`, `${n}`]);
  const range = fc.tuple(whole(least, most), whole(least, most)).map(([a, b]): Written => {
    const text = `${Math.min(a, b)}-${Math.max(a, b)}`;
    return [text, text];
  });
  const step = fc
    .tuple(whole(least, most), whole(1, Math.max(1, most - least)))
    .map(([from, by]): Written => [`${from}/${by}`, `${from}-${most}/${by}`]);
  const list = fc
    .array(fc.oneof(one, range, step), { minLength: 1, maxLength: 3 })
    .map((parts): Written => [
      parts.map(([ours]) => ours).join(','),
      parts.map(([, theirs]) => theirs).join(','),
    ]);
  return fc.oneof(fc.constant<Written>(['*', '*']), one, list);
}

const same = (text: string): Written => [text, text];
const dayOfMonth = fc.oneof(
  numbers(1, 31),
  fc.constantFrom('L', 'LW').map(same),
  whole(1, 31).map((n) => same(`${n}W`)),
);
const dayOfWeek = fc.oneof(
  numbers(1, 7),
  fc.constant<Written>(['L', '7']),
  whole(1, 7).map((n) => same(`${n}L`)),
  fc.tuple(whole(1, 7), whole(1, 5)).map(([n, place]) => same(`${n}#${place}`)),
);
const unasked: fc.Arbitrary<Written> = fc.constant(['?', '*']);
const days = fc.oneof(fc.tuple(dayOfMonth, unasked), fc.tuple(unasked, dayOfWeek));
const years = fc.oneof(
  fc.constant(same('*')),
  whole(2024, 2040).map((n) => same(`${n}`)),
);

test('a cron expression means what croner makes of it', () => {
  const written = fc.tuple(numbers(0, 59), numbers(0, 23), days, numbers(1, 12), years);
  const moment = whole(Date.UTC(2024, 0), Date.UTC(2036, 0));

  fc.assert(
    fc.property(written, moment, ([minute, hour, [date, weekday], month, year], after) => {
      const fields = [minute, hour, date, month, weekday, year];
      const ours = parseExpression(`cron(${fields.map(([text]) => text).join(' ')})`);
      const theirs = new Cron(`0 ${fields.map(([, text]) => text).join(' ')}`, {
        ...{ paused: true, timezone: 'UTC', alternativeWeekdays: true },
      });

      let at: number | undefined = after;
      for (let n = 0; n < 4 && at !== undefined; n += 1) {
        const expected: number | undefined = theirs.nextRun(new Date(at))?.getTime();
        if (!('nextWallTime' in ours)) throw new Error('not read as cron');
        const found = ours.nextWallTime(at);
        // Our years end with 2199.
        if (expected === undefined || expected < Date.UTC(2200, 0)) expect(found).toBe(expected);
        at = expected;
      }
    }),
    { numRuns: 1_500 },
  );
});
