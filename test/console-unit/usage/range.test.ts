import { daysOf, periodsOf, rangeFault } from '../../../console/pages/usage/range.ts';

const month = (period: string) => ({ period, from: '', to: '' });
const days = (from: string, to: string) => ({ period: '2026-11', from, to });

test.each([
  ['2026-11', 30, '2026-11-30'],
  ['2026-12', 31, '2026-12-31'],
  ['2028-02', 29, '2028-02-29'],
])('%s has %d days, the last %s', (period, count, last) => {
  const all = daysOf(month(period));

  expect(all).toHaveLength(count);
  expect(all[0]).toBe(`${period}-01`);
  expect(all.at(-1)).toBe(last);
  expect(periodsOf(month(period))).toEqual([period]);
});

test('days go over the end of a month and of a year, both ends included', () => {
  expect(daysOf(days('2026-12-30', '2027-01-02'))).toEqual([
    '2026-12-30',
    '2026-12-31',
    '2027-01-01',
    '2027-01-02',
  ]);
});

test('what was settled on a day may be of the month before: that is read too', () => {
  expect(periodsOf(days('2027-01-01', '2027-02-01'))).toEqual(['2026-12', '2027-01', '2027-02']);
});

test.each([
  [days('2026-11-05', '2026-11-05'), undefined],
  [days('2026-11-05', ''), 'Choose the first and the last day.'],
  [
    days('2026-11-05', '2026-11-04'),
    'The first day, 2026-11-05, is after the last one, 2026-11-04.',
  ],
  [days('2024-01-01', '2026-01-01'), 'At most 366 days can be looked at.'],
  [days('soon', '2026-01-01'), 'Choose the first and the last day.'],
  [month('2026-11'), undefined],
])('%j: %s', (range, fault) => {
  expect(rangeFault(range)).toBe(fault);
});

test('what is no month is left to the service', () => {
  expect(daysOf(month('2026-13-x'))).toEqual(['2026-13-x']);
});
