import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { budgets, stops } = places;

/** Of how much may be held and posted, and what happens at the limit. */
export const budgetBugs: readonly PlantedBug[] = [
  {
    name: 'read-modify-write-counter',
    file: 'core/billing/budget/budget.ts',
    replaces: "{ put, if: rev === undefined ? ('absent' as const) : { rev } },",
    by: '{ put, ...(rev === undefined ? {} : {}) },',
    because: 'deepracer-on-aws: load, add, save: two at once both pass',
    tests: budgets,
  },
  {
    name: 'limit-checked-outside-the-transaction',
    file: 'core/billing/budget/budget.ts',
    replaces: '      ...(isMore ? [unchangedLimit(target, budget)] : []),\n',
    by: '',
    because: 'A limit that is lowered at this moment is not seen',
    tests: budgets,
  },
  {
    name: 'held-money-not-counted',
    file: 'core/billing/budget/refusal.ts',
    replaces: 'return limitMicros - heldMicros - postedMicros;',
    by: 'return limitMicros - Math.max(heldMicros, postedMicros);',
    because: 'Either looks like all that is taken',
    tests: budgets,
  },
  {
    name: 'exactly-what-is-left-refused',
    file: 'core/billing/budget/refusal.ts',
    replaces: 'askedMicros > leftMicros(period)',
    by: 'askedMicros >= leftMicros(period)',
    because: 'Off by one at the limit',
    tests: budgets,
  },
  {
    name: 'budget-of-the-model-forgotten',
    file: 'core/billing/budget/target.ts',
    replaces:
      "    ...(app && modelId !== undefined ? [{ level: 'model' as const, ...app, modelId }] : []),\n",
    by: '',
    because: 'A level left out: nothing is counted for a model',
    tests: budgets,
  },
  {
    name: 'day-counted-as-the-month',
    file: 'core/billing/budget/spending.ts',
    replaces: 'const after = sumOf(days[day] ?? noSpending, change);',
    by: 'const after = sumOf(counter, change);',
    because: 'A day’s limit is then the whole month’s',
    tests: budgets,
  },
  {
    name: 'limit-of-a-day-not-looked-at',
    file: 'core/billing/budget/refusal.ts',
    replaces: '    ...(dayMicros === undefined\n',
    by: '    ...(dayMicros === undefined || monthMicros === undefined\n',
    because: 'A day’s limit without a month’s is rare',
    tests: budgets,
  },
  {
    name: 'who-is-to-be-told-is-refused',
    file: 'core/billing/budget/refusal.ts',
    replaces: ".filter(({ limit }) => limit.atLimit === 'stop')",
    by: '.filter(({ limit }) => limit.atLimit.length > 0)',
    because: 'A limit is a limit; this one only tells',
    tests: budgets,
  },
  {
    name: 'threshold-told-twice',
    file: 'core/billing/budget/threshold.ts',
    replaces: 'percent > before &&',
    by: 'percent >= before &&',
    because: 'Off by one at what was told last',
    tests: budgets,
  },
  {
    name: 'threshold-told-too-late',
    file: 'core/billing/budget/threshold.ts',
    replaces: 'takenMicros(state) >= (limitMicros * percent) / 100',
    by: 'takenMicros(state) > (limitMicros * percent) / 100',
    because: 'At exactly 100 % nothing is told, and nothing more can come',
    tests: budgets,
  },
  {
    name: 'hard-stop-that-releases-nothing',
    file: 'core/job/budget-stop/choose-stops.ts',
    replaces: '    jobs.push(each);\n',
    by: '    if (each.hold) continue;\n    jobs.push(each);\n',
    because: 'Jobs that wait are stopped first; those that hold the money run on',
    tests: stops,
  },
  {
    name: 'oldest-jobs-stopped-first',
    file: 'core/job/budget-stop/choose-stops.ts',
    replaces: '(b.hold ?? b.job).createdAt.localeCompare((a.hold ?? a.job).createdAt)',
    by: '(a.hold ?? a.job).createdAt.localeCompare((b.hold ?? b.job).createdAt)',
    because: 'A comparison the wrong way round: what is nearly done is lost',
    tests: stops,
  },
  {
    name: 'stops-although-it-only-notifies',
    file: 'core/job/budget-stop/choose-stops.ts',
    replaces: "  if (budget.limit.atLimit === 'notify') return undefined;\n",
    by: '',
    because: 'A limit is a limit',
    tests: stops,
  },
];
