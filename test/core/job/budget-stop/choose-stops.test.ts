import type { BudgetState } from '../../../../core/billing/budget/budget.ts';
import { chooseStops } from '../../../../core/job/budget-stop/choose-stops.ts';
import type { JobUnder } from '../../../../core/job/budget-stop/jobs-under.ts';

const at = '2026-11-25T10:00:00.000Z';

/** A job by what it holds (0: it waits, and may cost 10), when, and whether it is stopping. */
function job(
  id: string,
  held: number,
  hour: number,
  more: { readonly day?: string; readonly isStopping?: true } = {},
): JobUnder {
  const { day = '2026-11-25', isStopping } = more;
  const createdAt = `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`;
  return {
    job: {
      ...{ id, createdAt, status: isStopping ? 'stopping' : held === 0 ? 'queued' : 'running' },
      reservation: { maxAmountMicros: 10 },
    },
    ...(held === 0 ? {} : { hold: { versionId: id, amountMicros: held, createdAt } }),
  } as unknown as JobUnder;
}

const budget = (
  limit: object,
  spent: { readonly held: number; readonly posted?: number; readonly today?: number },
): BudgetState =>
  ({
    ...{ target: { level: 'tenant', userId: 'u' }, at, isDefault: false },
    limit: { atLimit: 'stop', ...limit },
    counter: {
      value: {
        ...{ period: '2026-11', heldMicros: spent.held, postedMicros: spent.posted ?? 0 },
        days: { '2026-11-25': { heldMicros: spent.today ?? spent.held, postedMicros: 0 } },
      },
    },
  }) as BudgetState;

const [a, b, c] = [job('a', 30, 1), job('b', 30, 2), job('c', 30, 3)];

test.each<[string, BudgetState, JobUnder[], string[] | undefined]>([
  ['what fits stays', budget({ monthMicros: 90 }, { held: 90 }), [a, b, c], undefined],
  ['the newest goes', budget({ monthMicros: 89 }, { held: 90 }), [b, c, a], ['c']],
  ['as many as it takes', budget({ monthMicros: 59 }, { held: 90 }), [a, b, c], ['c', 'b']],
  [
    'what is posted stays posted',
    budget({ monthMicros: 59 }, { held: 90, posted: 100 }),
    [a, b, c],
    ['c', 'b', 'a'],
  ],
  [
    'what waits goes first, as it would be refused',
    budget({ monthMicros: 60 }, { held: 90 }),
    [a, b, c, job('w', 0, 0)],
    ['w', 'c'],
  ],
  [
    'what waits and fits beside the rest stays',
    budget({ monthMicros: 70 }, { held: 90 }),
    [job('old', 60, 0), job('new', 30, 1), job('w', 0, 4)],
    ['w', 'new'],
  ],
  [
    'a limit of 0 stops all: what costs nothing, and what counts in a period that is over',
    budget({ monthMicros: 0 }, { held: 0 }),
    [job('free', 0, 2), job('before', 30, 1, { day: '2026-10-31' }), a],
    ['free', 'a', 'before'],
  ],
  [
    'where nothing is over, what waits and would be refused goes',
    budget({ monthMicros: 35 }, { held: 30 }),
    [a, job('w', 0, 0), job('x', 0, 1)],
    ['x', 'w'],
  ],
  [
    'where nothing is over, what waits and fits by itself stays',
    budget({ monthMicros: 40 }, { held: 30 }),
    [a, job('w', 0, 0), job('x', 0, 1)],
    undefined,
  ],
  [
    'what is stopping counts as gone',
    budget({ monthMicros: 60 }, { held: 90 }),
    [a, b, job('c', 30, 3, { isStopping: true })],
    [],
  ],
  [
    'one that only notifies stops nothing',
    budget({ monthMicros: 0, atLimit: 'notify' }, { held: 90 }),
    [a, b, c],
    undefined,
  ],
  [
    'of a day only what counts on it',
    budget({ dayMicros: 20 }, { held: 60, today: 30 }),
    [job('y', 30, 23, { day: '2026-11-24' }), a],
    ['a'],
  ],
  [
    'both periods have to fit',
    budget({ monthMicros: 80, dayMicros: 30 }, { held: 90, today: 60 }),
    [job('y', 30, 23, { day: '2026-11-24' }), a, b],
    ['b'],
  ],
])('%s', (_, state, under, ids) => {
  expect(chooseStops(state, under)?.jobs.map((each) => each.job.id)).toEqual(ids);
});
