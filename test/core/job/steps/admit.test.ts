import fc from 'fast-check';
import { readBudget } from '../../../../core/billing/budget/budget.ts';
import { entryWrite, listEntries } from '../../../../core/job/queue/queue.ts';
import { maxWaits } from '../../../../core/job/workflow/limits.ts';
import type { Write } from '../../../../core/ports/table.ts';
import { keys } from '../../../../core/records/keys.ts';
import { toData } from '../../../../core/records/records.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';

import { Queued, at, budgetMicrosPerMonth, scope, withWaiting } from './queued-jobs.ts';

describe('first come, first served', () => {
  test('whoever asks first for a free place does not get it while another was there before', async () => {
    const queued = await withWaiting(['first', 'second']);
    await queued.settle('running');

    expect(await queued.ask('second')).toBe('wait');
    expect(await queued.ask('first')).toBe('admitted');
    expect(await queued.ask('second')).toBe('wait');
    expect(await queued.running()).toEqual(['first']);
  });

  test('a newcomer waits behind, even where a place is free', async () => {
    const queued = await withWaiting(['first']);
    await queued.settle('running');
    await queued.queue('newcomer');

    expect(await queued.ask('newcomer')).toBe('wait');
    expect(await queued.waiting()).toEqual(['first', 'newcomer']);
  });

  test('the place in the queue is taken once', async () => {
    const queued = await withWaiting(['first', 'second']);
    for (const id of ['second', 'first', 'second', 'first', 'second']) await queued.ask(id);

    expect(await queued.waiting()).toEqual(['first', 'second']);
  });

  test('a step that is repeated after its answer was lost finds its own hold', async () => {
    const queued = await withWaiting(['first']);
    await queued.settle('running');
    await queued.ask('first');

    expect(await queued.ask('first')).toBe('admitted');
    expect(await queued.waiting()).toEqual([]);
    expect((await readBudget(queued.table, scope.userId, '2026-11')).value.heldMicros).toBe(1);
  });
});

describe('who does not wait any more holds up nobody', () => {
  const ends: readonly (readonly [string, (queued: Queued) => Promise<void>])[] = [
    ['was told to stop', (queued) => queued.setStatus('head', 'stopping')],
    ['failed', (queued) => queued.settle('head', 'failed')],
    [
      'was settled by the previous release, which has no queue',
      (queued) => queued.setStatus('head', 'failed'),
    ],
    ['was deleted', (queued) => queued.remove('head')],
  ];

  test.each(ends)('it %s', async (_, end) => {
    const queued = await withWaiting(['head', 'next']);
    await end(queued);
    await queued.settle('running');

    expect(await queued.ask('next')).toBe('admitted');
    expect(await queued.waiting()).toEqual([]);
  });

  test('a head that is only slow keeps its turn, however late it is', async () => {
    const queued = await withWaiting(['head', 'next']);
    await queued.settle('running');
    queued.now = '2027-11-25T10:00:00.000Z';

    expect(await queued.ask('next')).toBe('wait');
  });

  test('a head that the budget refuses fails at once, and leaves', async () => {
    const queued = new Queued(1);
    await queued.queue('running', 400_000);
    await queued.ask('running');
    await queued.queue('dear', 500_000);
    await queued.ask('dear');
    await queued.queue('next', 1);
    await queued.ask('next');
    // What was posted meanwhile, of other months' trainings or by the operator, is in the way of
    // the first.
    const { value, rev } = await readBudget(queued.table, scope.userId, '2026-11');
    const put = {
      ...keys.budget(scope.userId, '2026-11'),
      data: toData({ ...value, postedMicros: 300_000 }),
    };
    await queued.table.write([{ put, if: { rev: rev! } }]);

    expect(await queued.ask('dear')).toBe('failed');
    expect(queued.states.get('dear')?.failure?.code).toBe('budget-exceeded');
    expect(await queued.waiting()).toEqual(['next']);
    await queued.settle('running');
    expect(await queued.ask('next')).toBe('admitted');
  });

  test('after a day it gives up, and leaves', async () => {
    const queued = await withWaiting(['first', 'second']);
    queued.states.set('first', { ...queued.states.get('first')!, waits: maxWaits });

    expect(await queued.ask('first')).toBe('failed');
    expect(queued.states.get('first')?.failure).toEqual({
      code: 'budget-exceeded',
      fault: 'user',
      message: 'No place among the 1 concurrent trainings became free within a day',
    });
    expect(await queued.waiting()).toEqual(['second']);
  });
});

test('trainings that waited under the previous release come first, the one that was queued first before the others', async () => {
  const queued = await withWaiting(['new']);
  for (const id of ['01a2-old-2', '01a1-old-1']) {
    await queued.queue(id);
    queued.states.set(id, { ...queued.states.get(id)!, waits: 7 });
    await queued.ask(id);
  }

  expect(await queued.waiting()).toEqual(['01a1-old-1', '01a2-old-2', 'new']);
});

test('holds of the previous release count', async () => {
  const queued = new Queued(1);
  await queued.queue('old');
  await queued.ask('old');
  await queued.table.write([{ delete: keys.queue(scope.userId) }]);
  await queued.queue('new');

  expect(await queued.ask('new')).toBe('wait');
});

/** What can happen, to the job that a number chooses among those that it can happen to. */
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...['arrive', 'arrive', 'arrive', 'ask', 'ask', 'ask', 'settle', 'settle'],
      ...['stop', 'die', 'delete'],
    ),
    which: fc.nat(99),
    isTooDear: fc.boolean(),
  }),
  { maxLength: 60, size: 'max' },
);

test('whatever happens in whatever order: admitted in the order of arrival, never above the limit, all in the end', async () => {
  await fc.assert(
    fc.asyncProperty(happenings, fc.integer({ min: 1, max: 3 }), async (events, limit) => {
      const queued = new Queued(limit);
      let waiting: string[] = [];
      let running: string[] = [];
      let count = 0;
      const gone = (id: string) => {
        [waiting, running] = [waiting, running].map((ids) => ids.filter((each) => each !== id)) as [
          string[],
          string[],
        ];
      };
      const ask = async (id: string) => {
        const outcome = await queued.ask(id);
        if (outcome === 'admitted' && !running.includes(id)) {
          expect(waiting[0]).toBe(id);
          gone(id);
          running.push(id);
        }
        if (outcome === 'failed') gone(id);
        expect((await queued.running()).toSorted()).toEqual(running.toSorted());
        expect(running.length).toBeLessThanOrEqual(limit);
      };
      for (const { what, which, isTooDear } of events) {
        const among = what === 'settle' ? running : waiting;
        const id = among[which % among.length];
        if (what === 'arrive') {
          // The order of names is not the order of arrival.
          const name = `job-${99 - count}`;
          count += 1;
          await queued.queue(name, isTooDear && which < 20 ? 2 * budgetMicrosPerMonth : 1);
          waiting.push(name);
          await ask(name);
        } else if (id !== undefined && what === 'ask') {
          await ask(id);
        } else if (id !== undefined) {
          if (what === 'settle') await queued.settle(id);
          if (what === 'stop') await queued.setStatus(id, 'stopping');
          if (what === 'die') await queued.setStatus(id, 'failed');
          if (what === 'delete') await queued.remove(id);
          gone(id);
        }
      }

      for (let turn = 0; turn < 100 && waiting.length > 0; turn += 1) {
        if (running[0] !== undefined) {
          await queued.settle(running[0]);
          gone(running[0]);
        }
        for (const id of [...waiting].reverse()) await ask(id);
        await ask(waiting[0] ?? running[0]!);
      }
      expect(waiting).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('those who ask at once never get more places than there are, and hold nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), async (scheduler, limit) => {
      const table = new SqliteTable(':memory:');
      const slow = {
        get: scheduler.scheduleFunction(table.get.bind(table)),
        query: scheduler.scheduleFunction(table.query.bind(table)),
        count: table.count.bind(table),
        write: table.write.bind(table),
      };
      const ids = ['a', 'b', 'c', 'd', 'e'];
      const before = new Queued(limit, table);
      for (const id of ids) await before.queue(id);
      const queued = new Queued(limit, slow);
      for (const [id, state] of before.states) queued.states.set(id, state);

      // Each twice, as a step is whose first answer got lost.
      const asked = Promise.all([...ids, ...ids].map((id) => queued.ask(id)));
      await scheduler.waitFor(asked);

      const running = await before.running();
      expect(running).toHaveLength(limit);
      const { value } = await readBudget(table, scope.userId, '2026-11');
      expect(value.heldMicros).toBe(limit);
      expect([...running, ...(await before.waiting())].toSorted()).toEqual(ids);
      table.close();
    }),
    { numRuns: 60 },
  );
});

test('whoever asked first comes first, in whatever order their jobs came to Admit', async () => {
  const table = new SqliteTable(':memory:');
  const entry = (jobId: string, number: number, requestedAt: string) =>
    entryWrite('u', {
      ...{ jobId, number, requestedAt, joinedAt: at, status: 'queued' },
      record: { pk: 'p', sk: jobId },
    });
  await table.write([
    entry('second', 1, '2026-11-25T10:00:00.120Z'),
    entry('first', 2, '2026-11-25T10:00:00.050Z'),
    entry('third', 3, '2026-11-25T10:00:00.120Z'),
    entry('before-the-queue', 0, '2026-11-25T10:00:01.000Z'),
  ]);

  const order = (await listEntries(table, 'u')).map(({ jobId }) => jobId);

  expect(order).toEqual(['before-the-queue', 'first', 'second', 'third']);
});

test('an entry is stored only once, also by two at the same time', async () => {
  const table = new SqliteTable(':memory:');
  const entry = {
    jobId: 'j',
    number: 1,
    requestedAt: at,
    joinedAt: at,
    record: { pk: 'p', sk: 's' },
    status: 'queued',
  };
  await table.write([entryWrite('u', entry)]);

  await expect(table.write([entryWrite('u', { ...entry, number: 2 })])).rejects.toThrow('refused');
});

test('a job that the budget does not allow is refused, and those who listen are told the sums', async () => {
  const jobs = new Queued(2);
  await jobs.queue('first', 600_000);
  await jobs.queue('second', 500_000);

  expect([await jobs.ask('first'), await jobs.ask('second')]).toEqual(['admitted', 'failed']);
  const budget = { budgetId: 'tenant', level: 'tenant', per: 'month', period: '2026-11' };
  expect(jobs.told).toEqual([
    {
      type: 'budget.threshold',
      at,
      detail: {
        ...{ userId: scope.userId, ...budget, percent: 50, limitMicros: budgetMicrosPerMonth },
        ...{ heldMicros: 600_000, postedMicros: 0 },
      },
    },
    {
      type: 'budget.reached',
      at,
      detail: {
        ...{ ...scope, ...budget, budgetMicros: budgetMicrosPerMonth },
        ...{ heldMicros: 600_000, postedMicros: 0, askedMicros: 500_000 },
      },
    },
  ]);
});

describe('an Admit that hung holds nothing when it comes back', () => {
  test.each(['failed', 'stopped', 'stopping'] as const)(
    'its job is %s meanwhile',
    async (status) => {
      const memory = new SqliteTable(':memory:');
      let meanwhile = () => Promise.resolve();
      const slow = new Proxy(memory, {
        get: (table, name: keyof SqliteTable) => {
          if (name !== 'write') return (table[name] as () => unknown).bind(table);
          return async (writes: readonly Write[]) => {
            await meanwhile();
            return table.write(writes);
          };
        },
      });
      const queued = new Queued(1, slow);
      await queued.queue('late');
      meanwhile = async () => {
        meanwhile = () => Promise.resolve();
        await queued.setStatus('late', status);
      };

      expect(await queued.ask('late')).toBe('stopped');
      expect(await queued.running()).toEqual([]);
      expect((await readBudget(memory, scope.userId, '2026-11')).value.heldMicros).toBe(0);
    },
  );
});
