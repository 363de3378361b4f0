import { lastInstantOf, monthAfter, monthBefore } from '../../../core/records/months.ts';

test.each([
  ['2026-11', '2026-12', '2026-10', '2026-11-30T23:59:59.999Z'],
  ['2026-12', '2027-01', '2026-11', '2026-12-31T23:59:59.999Z'],
  ['2027-01', '2027-02', '2026-12', '2027-01-31T23:59:59.999Z'],
  ['2028-02', '2028-03', '2028-01', '2028-02-29T23:59:59.999Z'],
  ['0999-12', '1000-01', '0999-11', '0999-12-31T23:59:59.999Z'],
])('around %s', (month, after, before, last) => {
  expect([monthAfter(month), monthBefore(month), lastInstantOf(month)]).toEqual([
    after,
    before,
    last,
  ]);
});
