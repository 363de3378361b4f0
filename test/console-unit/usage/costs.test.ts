import type { JobCost } from '../../../core/billing/cost/job-cost.ts';
import { asIfInWords, costsOf } from '../../../console/parts/money/cost.ts';

function cost(listMicros: number, discountMicros: number, basis: JobCost['basis']): JobCost {
  return {
    ...{ instanceType: 'ml.g5.xlarge', listPriceMicrosPerHour: 1_408_000, attempts: [] },
    ...{ listMicros, discountMicros, costMicros: listMicros - discountMicros, basis },
  };
}

test('list price, discount, cost and margin add up', () => {
  const costs = costsOf([
    { amountMicros: 900, cost: cost(500, 300, 'aws') },
    { amountMicros: 100, cost: cost(400, 0, 'aws') },
  ]);

  expect(costs).toEqual({
    ...{ listMicros: 900, discountMicros: 300, costMicros: 600, marginMicros: 400 },
    ...{ known: 2, asIf: 0 },
  });
});

test('a job of which the cost is not known makes no margin', () => {
  const costs = costsOf([{ amountMicros: 900 }, { amountMicros: 5, cost: cost(7, 0, 'as-if') }]);

  expect(costs).toMatchObject({ costMicros: 7, marginMicros: -2, known: 1, asIf: 1 });
});

test('what is as if is in no sum with what was paid', () => {
  const costs = costsOf([
    { amountMicros: 10, cost: cost(4, 0, 'aws') },
    { amountMicros: 10, cost: cost(1_000, 0, 'as-if') },
  ]);

  expect(costs).toMatchObject({ costMicros: 4, marginMicros: 6, known: 1, asIf: 0 });
});

test('as if is said with its instance type', () => {
  expect(asIfInWords(cost(1, 0, 'as-if'))).toBe('as if on ml.g5.xlarge; nothing is paid');
  expect(asIfInWords(cost(1, 0, 'aws'))).toBeUndefined();
  expect(asIfInWords(undefined)).toBeUndefined();
});
