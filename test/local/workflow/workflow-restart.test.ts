import { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../../core/json.ts';
import type { TaskFunction } from '../../../local/workflow/asl-thread.ts';
import type { Bench } from './interpreter-bench.ts';
import { bench, machine, named, playing, task, tokenTask } from './interpreter-bench.ts';
import { ManualTime, settled } from './manual-time.ts';

/** Each kind of state once, with a retry, a catch and a loop. */
const definition = machine(
  {
    First: task('flaky', { Retry: [{ ErrorEquals: ['busy'], MaxAttempts: 9 }], Next: 'Train' }),
    Train: tokenTask('train', {
      TimeoutSeconds: 100_000,
      Assign: { trained: '{% $states.result.n %}' },
      Output: { n: 0 },
      Next: 'Loop',
    }),
    Loop: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Again?' },
    'Again?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.n < 3 %}', Next: 'Loop' }],
      Default: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 300, Next: 'Echo' },
    Echo: task('echo', { Output: '{% $states.result.Payload %}', Next: 'Once more' }),
    'Once more': task('echo', { Output: '{% $states.result.Payload %}', Next: 'Fails' }),
    Fails: task('failing', {
      Catch: [
        {
          ErrorEquals: ['expected'],
          Output: { echo: '{% $states.input %}', code: '{% $states.errorOutput.Error %}' },
          Next: 'Done',
        },
      ],
    }),
    Done: {
      Type: 'Succeed',
      Output: {
        echo: '{% $states.input.echo %}',
        code: '{% $states.input.code %}',
        trained: '{% $trained %}',
      },
    },
  },
  { TimeoutSeconds: 1_000_000 },
);

const wanted = { echo: { n: 3 }, code: 'expected', trained: 42 };

type When = 'before it is written' | 'after it was written';

/**
 * A database as a process sees it that is killed at its n-th write: from then on every call throws.
 */
function killedAt(
  database: DatabaseSync,
  n: number,
  when: When,
): { db: DatabaseSync; isDead: () => boolean } {
  let writes = 0;
  let dead = false;
  const die = (): never => {
    dead = true;
    throw Object.assign(new Error('killed'), { code: 'ERR_SQLITE_ERROR' });
  };
  const prepare = (sql: string): unknown => {
    if (dead) die();
    const statement = database.prepare(sql);
    if (/^\s*SELECT/.test(sql)) return statement;
    const run = (...values: never[]): unknown => {
      writes += 1;
      if (dead || (writes === n && when === 'before it is written')) die();
      const result = statement.run(...values);
      return writes === n ? die() : result;
    };
    return { run };
  };
  const exec = (sql: string): void => database.exec(sql);
  return { db: { prepare, exec } as unknown as DatabaseSync, isDead: () => dead };
}

/** Functions of the outside world: they outlive the killed process. */
function world(): {
  tasks: Record<string, TaskFunction>;
  calls: Record<string, number>;
  tokens: string[];
} {
  const calls: Record<string, number> = {};
  const tokens: string[] = [];
  const counted =
    (name: string, answer: (payload: Json, call: number) => Json): TaskFunction =>
    async (payload) =>
      answer(payload, (calls[name] = (calls[name] ?? 0) + 1));
  const tasks = {
    flaky: counted('flaky', (payload, call) => {
      if (call < 3) throw named('busy');
      return payload;
    }),
    train: counted('train', (payload) => {
      tokens.push((payload as { token: string }).token);
      return null;
    }),
    echo: counted('echo', (payload) => payload),
    failing: counted('failing', () => {
      throw named('expected');
    }),
  };
  return { tasks, calls, tokens };
}

/**
 * Sends for every token and lets time fly, until the execution has ended or the process is dead.
 */
async function live(
  { workflow, time }: Bench,
  tokens: string[],
  isDead: () => boolean,
): Promise<void> {
  await time.until('the end or the kill', async () => {
    try {
      for (const token of tokens) await workflow.sendSuccess(token, { n: 42 });
      const status = (await workflow.describe('x'))?.status;
      return isDead() || (status !== undefined && status !== 'RUNNING') ? true : undefined;
    } catch (error) {
      if (isDead()) return true;
      throw error;
    }
  });
}

async function runKilledAt(
  n: number,
  when: When,
): Promise<{ wasKilled: boolean; calls: Record<string, number> }> {
  const database = new DatabaseSync(':memory:');
  const time = new ManualTime();
  const { tasks, calls, tokens } = world();
  const { db, isDead } = killedAt(database, n, when);
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);

  const first = bench(definition, { tasks, time, database: db, tokenPrefix: 'first', onError });
  await first.workflow.start('x', {}).catch(() => undefined);
  // A process killed at its very start leaves nothing: its caller asks again.
  if ((database.prepare('SELECT count(*) n FROM executions').get()?.['n'] ?? 0) !== 0) {
    await live(first, tokens, isDead);
  }
  first.workflow.close();
  await settled();

  const second = bench(definition, { tasks, time, database, tokenPrefix: 'second' });
  second.workflow.resume();
  await second.workflow.start('x', {});
  await live(second, tokens, () => false);

  expect(await second.workflow.describe('x')).toEqual({
    name: 'x',
    status: 'SUCCEEDED',
    output: wanted,
  });
  second.workflow.close();
  return { wasKilled: isDead(), calls };
}

describe('an interpreter killed at any write', () => {
  test.each<[When]>([['before it is written'], ['after it was written']])(
    'ends the same after a restart (killed %s)',
    async (when) => {
      let points = 0;
      for (let n = 1; ; n += 1) {
        const { wasKilled, calls } = await runKilledAt(n, when);
        if (!wasKilled) {
          expect(calls).toEqual({ flaky: 3, train: 1, echo: 2, failing: 1 });
          break;
        }
        points += 1;
        // At least once, and no more often than one kill explains.
        for (const [name, most] of Object.entries({ flaky: 4, train: 2, echo: 3, failing: 2 })) {
          expect(calls[name]).toBeLessThanOrEqual(most);
        }
      }
      expect(points).toBeGreaterThan(20);
    },
  );
});

describe('after a restart', () => {
  const restart = (
    before: Bench,
    tasks: Record<string, TaskFunction>,
    def: Parameters<typeof bench>[0],
  ): Bench => {
    before.workflow.close();
    return bench(def, { tasks, database: before.database, time: before.time, tokenPrefix: 'new' });
  };
  const waits = machine({ A: tokenTask('f', { TimeoutSeconds: 100 }) });

  test('a token is still good, before and after resume, and its function is not invoked again', async () => {
    for (const sendFirst of [true, false]) {
      const f = playing(null);
      const before = bench(waits, { tasks: { f } });
      await before.workflow.start('x', {});
      await settled();
      const after = restart(before, { f }, waits);

      if (!sendFirst) after.workflow.resume();
      expect(await after.workflow.sendSuccess('token-1', { n: 1 })).toBe('sent');
      expect(await after.workflow.sendSuccess('token-1', { n: 2 })).toBe('expired');
      if (sendFirst) after.workflow.resume();

      expect(await after.ended()).toMatchObject({ output: { n: 1 } });
      expect(f.payloads).toHaveLength(1);
    }
  });

  test('a token times out at the instant it was given at first', async () => {
    const before = bench(waits, { tasks: { f: playing(null) } });
    await before.workflow.start('x', {});
    await before.time.pass(60);
    const after = restart(before, { f: playing(null) }, waits);
    after.workflow.resume();

    await after.time.pass(39.999);
    expect((await after.workflow.describe('x'))?.status).toBe('RUNNING');
    await after.time.pass(0.001);
    expect(await after.workflow.describe('x')).toMatchObject({ error: 'States.Timeout' });
  });

  test('a function that had not returned is invoked again, with the same token', async () => {
    const never = playing(null);
    const before = bench(waits, {
      tasks: { f: (p) => never(p).then(() => new Promise(() => undefined)) },
    });
    await before.workflow.start('x', {});
    await settled();
    const f = playing(null);
    const after = restart(before, { f }, waits);
    after.workflow.resume();
    await settled();

    expect(f.payloads).toEqual(never.payloads);
  });

  test('a wait, a retry pause and the time limit end when they were due', async () => {
    const def = machine(
      {
        A: { Type: 'Wait', Seconds: 100, Next: 'B' },
        B: task('f', { Retry: [{ ErrorEquals: ['e'], IntervalSeconds: 100 }], Next: 'C' }),
        C: { Type: 'Wait', Seconds: 1000, Next: 'D' },
        D: { Type: 'Succeed' },
      },
      { TimeoutSeconds: 500 },
    );
    const f = playing(named('e'), {});
    let now = bench(def, { tasks: { f } });
    await now.workflow.start('x', {});
    const passAndRestart = async (seconds: number): Promise<void> => {
      await now.time.pass(seconds);
      now = restart(now, { f }, def);
      now.workflow.resume();
      await settled();
    };

    await passAndRestart(99);
    expect(f.payloads).toHaveLength(0);
    await passAndRestart(2);
    expect(f.payloads).toHaveLength(1);
    await passAndRestart(98);
    expect(f.payloads).toHaveLength(1);
    await passAndRestart(2);
    expect(f.payloads).toHaveLength(2);
    await passAndRestart(298);
    expect((await now.workflow.describe('x'))?.status).toBe('RUNNING');
    await passAndRestart(2);
    expect(await now.workflow.describe('x')).toMatchObject({ status: 'TIMED_OUT' });
  });

  test('what has ended is not run again', async () => {
    const f = playing({});
    const def = machine({ A: task('f') });
    const before = bench(def, { tasks: { f } });
    await before.workflow.start('x', {});
    await before.ended();
    const after = restart(before, { f }, def);
    after.workflow.resume();
    await settled();

    expect(f.payloads).toHaveLength(1);
    expect(await after.workflow.start('x', {})).toBe('exists');
  });

  test('an execution in a state that the definition no longer has fails', async () => {
    const before = bench(waits, { tasks: { f: playing(null) } });
    await before.workflow.start('x', {});
    await settled();
    const after = restart(before, {}, machine({ B: { Type: 'Succeed' } }));
    after.workflow.resume();

    expect(await after.ended()).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
