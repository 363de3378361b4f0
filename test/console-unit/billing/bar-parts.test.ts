import { barParts, percentInWords } from '../../../console/pages/billing/budgets/bar-parts.ts';

const spent = (postedMicros: number, heldMicros: number) => ({ postedMicros, heldMicros });

test('what is charged and what is held stand apart, as parts of the limit', () => {
  const bar = barParts(200, spent(50, 30));

  expect(bar).toMatchObject({ posted: 25, held: 15, percent: 40, tone: 'good' });
  expect(bar.marks.map(({ share, at }) => [share, at])).toEqual([
    [50, 50],
    [80, 80],
    [100, 100],
  ]);
});

test('above its limit the bar is as wide as what is taken, and the marks move', () => {
  const bar = barParts(100, spent(150, 50));

  expect(bar).toMatchObject({ posted: 75, held: 25, percent: 200, tone: 'bad' });
  expect(bar.marks.map(({ at }) => at)).toEqual([25, 40, 50]);
});

test('of a limit that is far exceeded the labels do not lie on each other', () => {
  const shares = (limit: number) => barParts(limit, spent(1_000, 0)).marks;

  expect(shares(400)).toEqual([{ share: 100, at: 40, isFirst: false }]);
  expect(shares(1)).toEqual([{ share: 100, at: 0.1, isFirst: true }]);
});

test.each([
  [79.9, 'good'],
  [80, 'warn'],
  [99.9, 'warn'],
  [100, 'bad'],
])('%d %% is %s', (percent, tone) => {
  expect(barParts(1_000, spent(percent * 10, 0)).tone).toBe(tone);
});

test('a limit of nothing is kept while nothing is taken', () => {
  expect(barParts(0, spent(0, 0))).toMatchObject({ percent: 0, tone: 'good', posted: 0, held: 0 });
  expect(barParts(0, spent(1, 0))).toMatchObject({ tone: 'bad', posted: 100 });
  expect(percentInWords(barParts(0, spent(1, 0)).percent)).toBe(
    'more than the nothing that is allowed',
  );
});

test.each([
  [0, '0 %'],
  [0.004, 'under 0.01 %'],
  [0.5, '0.50 %'],
  [62.54, '62.5 %'],
])('%d reads %s', (percent, text) => {
  expect(percentInWords(percent)).toBe(text);
});
