import type { BudgetState } from '../../../../core/billing/budget/budget.ts';
import type { BudgetLimit } from '../../../../core/billing/budget/limit.ts';
import { chooseStops } from '../../../../core/job/budget-stop/choose-stops.ts';
import type { JobUnder } from '../../../../core/job/budget-stop/jobs-under.ts';

const instant = (minute: number) => `2026-11-25T10:0${minute}:00.000Z`;

/** A budget of a month with so much held and posted. */
function budget(limit: Partial<BudgetLimit>, heldMicros: number, postedMicros = 0): BudgetState {
  return {
    ...{ target: { level: 'tenant', userId: 'u' }, at: instant(9), isDefault: false },
    limit: { atLimit: 'stop', ...limit },
    counter: { value: { period: '2026-11', heldMicros, postedMicros } },
  };
}

/** A job that was asked for at a minute and holds so much; undefined: it waits, for 10. */
function job(id: string, minute: number, held: number | undefined, status = 'running'): JobUnder {
  const createdAt = instant(minute);
  const reservation = { maxAmountMicros: 10 };
  const hold = { amountMicros: held, createdAt, versionId: id };
  return {
    job: { id, status, createdAt, reservation },
    ...(held === undefined ? {} : { hold }),
  } as unknown as JobUnder;
}

const under = [job('old', 1, 40), job('new', 3, 30), job('middle', 2, 20)];
const stopped = (state: BudgetState, jobs: readonly JobUnder[]) =>
  chooseStops(state, jobs)?.jobs.map((each) => each.job.id);

test.each([
  ['what fits exactly', { monthMicros: 90 }, undefined],
  ['one too much', { monthMicros: 89 }, ['new']],
  ['the newest two', { monthMicros: 59 }, ['new', 'middle']],
  ['all', { monthMicros: 39 }, ['new', 'middle', 'old']],
  ['only to be told', { monthMicros: 1, atLimit: 'notify' }, undefined],
] as const)('%s', (_, limit, wanted) => {
  expect(stopped(budget(limit, 90), under)).toEqual(wanted);
});

test('what waits is stopped first, and what is stopping already counts as gone', () => {
  const jobs = [...under, job('waits', 0, undefined, 'queued'), job('stopping', 4, 50, 'stopping')];

  expect(stopped(budget({ monthMicros: 100 }, 140), jobs)).toEqual([]);
  expect(stopped(budget({ monthMicros: 95 }, 140), jobs)).toEqual(['waits']);
  expect(stopped(budget({ monthMicros: 89 }, 140), jobs)).toEqual(['waits', 'new']);
});

test('what is posted is not given back by stopping anything', () => {
  expect(stopped(budget({ monthMicros: 50 }, 90, 100), under)).toEqual(['new', 'middle', 'old']);
});
