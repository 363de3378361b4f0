import type { BudgetState } from '../../../../core/billing/budget/budget.ts';
import type { BudgetLimit } from '../../../../core/billing/budget/limit.ts';
import { refusalOf } from '../../../../core/billing/budget/refusal.ts';
import type { BudgetCounter } from '../../../../core/billing/budget/spending.ts';
import { thresholdsOf } from '../../../../core/billing/budget/threshold.ts';

const at = '2026-11-25T10:00:00.000Z';
const day = '2026-11-25';

/** A budget of a tenant with so much held; on the day as much as in the month. */
function budget(
  limit: Partial<BudgetLimit>,
  heldMicros: number,
  told?: BudgetCounter['told'],
): BudgetState & { readonly counter: { readonly value: BudgetCounter } } {
  const spent = { heldMicros, postedMicros: 0 };
  const value = { period: '2026-11', ...spent, days: { [day]: spent } };
  return {
    ...{ target: { level: 'tenant', userId: 'u' }, at, isDefault: false },
    limit: { atLimit: 'stop', ...limit },
    counter: { value: told ? { ...value, told } : value },
  };
}

/** The percentages that are told of as what is taken grows by one at a time. */
function toldFrom(limit: Partial<BudgetLimit>, most: number): string[] {
  const all: string[] = [];
  let told: BudgetCounter['told'];
  for (let taken = 0; taken <= most; taken += 1) {
    const state = budget(limit, taken, told);
    const { events, told: after } = thresholdsOf(state, state.counter.value);
    told = after;
    for (const { event } of events) {
      const { per, percent } = event.detail as { per: string; percent: number };
      all.push(`${per} ${percent} at ${taken}`);
    }
  }
  return all;
}

test('each percentage is told once, at exactly its amount', () => {
  expect(toldFrom({ monthMicros: 10 }, 15)).toEqual([
    'month 50 at 5',
    'month 80 at 8',
    'month 100 at 10',
  ]);
});

test('a month and a day are told of each by itself', () => {
  expect(toldFrom({ monthMicros: 10, dayMicros: 2 }, 6)).toEqual([
    ...['day 50 at 1', 'day 80 at 2', 'day 100 at 2', 'month 50 at 5'],
  ]);
});

test('what jumps over all of them tells all of them, and no later one again', () => {
  const state = budget({ monthMicros: 10 }, 12);
  const { told, events } = thresholdsOf(state, state.counter.value);
  expect(events).toHaveLength(3);
  expect(told).toEqual({ month: { limitMicros: 10, percent: 100 } });

  const later = budget({ monthMicros: 10 }, 13, told);
  expect(thresholdsOf(later, later.counter.value).events).toEqual([]);
});

test('a limit of another amount is told of anew; one of nothing never', () => {
  const told = { month: { limitMicros: 10, percent: 100 } };
  const raised = budget({ monthMicros: 20 }, 10, told);
  expect(thresholdsOf(raised, raised.counter.value).events).toHaveLength(1);
  expect(toldFrom({ monthMicros: 0 }, 3)).toEqual([]);
});

describe('what does not fit', () => {
  test.each([
    ['exactly what is left fits', { monthMicros: 10 }, 4, undefined],
    ['one more does not', { monthMicros: 10 }, 5, 'month'],
    ['a limit of the day alone counts', { dayMicros: 10 }, 5, 'day'],
    ['the one with the least left is named', { monthMicros: 10, dayMicros: 8 }, 5, 'day'],
    ['one that only notifies refuses nothing', { monthMicros: 1, atLimit: 'notify' }, 9, undefined],
    ['without a limit everything fits', {}, 1_000_000, undefined],
  ] as const)('%s', (_, limit, asked, per) => {
    expect(refusalOf([budget(limit, 6)], asked)?.per).toBe(per);
  });
});
