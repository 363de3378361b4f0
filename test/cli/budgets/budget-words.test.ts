import { barOf, budgetColumns, budgetName, periodsOf } from '../../../cli/budgets/budget-words.ts';
import type { Budget } from '../../../core/api/wire/messages.ts';

const budget = (more: Partial<Budget>): Budget => ({
  ...{ id: 'tenant', level: 'tenant', atLimit: 'stop', isDefault: false, isPending: false },
  month: { period: '2026-11', postedMicros: 2_500_000, heldMicros: 3_000_000, toldPercent: 50 },
  day: { period: '2026-11-25', postedMicros: 0, heldMicros: 0, toldPercent: 0 },
  ...more,
});
const linesOf = (of: Budget) =>
  periodsOf(of).map((row) =>
    budgetColumns.map(({ value, shown }) => (shown ? shown(row) : String(value(row)))).join(' | '),
  );

test.each<[Partial<Budget>, string[]]>([
  [
    { monthMicros: 10_000_000, dayMicros: 1_000_000 },
    [
      'tenant | 2026-11 | $10.00 | $2.50 | $3.00 | █████▒▒▒▒▒▒········· 55 % | refuses',
      'tenant | 2026-11-25 | $1.00 | $0.00 | $0.00 | ···················· 0 % | refuses',
    ],
  ],
  [
    { monthMicros: 1_000_000, atLimit: 'notify', isPending: true },
    [
      'tenant | 2026-11 | $1.00 | $2.50 | $3.00 | ████████████████████ 550 % | only tells, a change is being carried out',
    ],
  ],
  [
    { monthMicros: 0, isDefault: true },
    [
      'tenant | 2026-11 | $0.00 | $2.50 | $3.00 | ████████████████████ 100 % | refuses, as configured',
    ],
  ],
  [{ isDefault: true }, ['tenant | 2026-11 | none | $2.50 | $3.00 |  | ']],
])('a budget of %j', (more, lines) => {
  expect(linesOf(budget(more))).toEqual(lines);
});

test('a bar is never longer than it is, nor shorter', () => {
  for (const [postedMicros, heldMicros] of [
    [0, 0],
    [1, 999_999],
    [999_999, 1],
    [5_000_000, 5_000_000],
  ] as const) {
    const spent = { period: '2026-11', postedMicros, heldMicros, toldPercent: 0 };
    const row = { budget: budget({}), per: 'month' as const, spent, limitMicros: 1_000_000 };
    expect([...barOf(row)]).toHaveLength(20);
  }
});

test('is called by what it is of', () => {
  expect(budgetName(budget({}))).toBe('your own budget');
  expect(budgetName(budget({ level: 'account' }))).toBe('the budget of all tenants');
  expect(budgetName(budget({ level: 'app', appId: 'a' }))).toBe("the budget of app 'a'");
  expect(budgetName(budget({ level: 'model', appId: 'a', modelId: 'm' }))).toBe(
    "the budget of model 'a/m'",
  );
});
