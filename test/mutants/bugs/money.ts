import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { money } = places;

/** Of amounts, holds and budgets. */
export const moneyBugs: readonly PlantedBug[] = [
  {
    name: 'half-always-up',
    file: 'core/money.ts',
    replaces: 'rest * 2n > secondsPerHour || (rest * 2n === secondsPerHour && whole % 2n === 1n)',
    by: 'rest * 2n >= secondsPerHour',
    because: 'Rounding as in school: over many jobs one side gains',
    tests: money,
  },
  {
    name: 'amount-cut-off',
    file: 'core/money.ts',
    replaces: 'Number(isUp ? whole + 1n : whole)',
    by: 'Number(isUp ? whole : whole)',
    because: 'Division of integers cuts off',
    tests: money,
  },
  {
    name: 'amount-in-floating-point',
    file: 'core/money.ts',
    replaces: '  const amount = Number(isUp ? whole + 1n : whole);',
    by: '  const amount = Math.round((seconds / 3600) * microsPerHour + (isUp ? 0 : 0));',
    because: 'Shorter, and off by one at large amounts',
    tests: money,
  },
  {
    name: 'small-amount-reads-as-free',
    file: 'core/money.ts',
    replaces: 'if (size > 0 && size < 10_000) return',
    by: 'if (size > 0 && size < 100) return',
    because: 'Cents are enough, until half of one is charged',
    tests: money,
  },
];
