import type { Json, JsonObject } from '../../../core/json.ts';
import { bench, execute, machine, playing, task, tokenTask } from './interpreter-bench.ts';
import { settled } from './manual-time.ts';

const succeed = { Type: 'Succeed' };

describe('Parallel and Map', () => {
  const branch = (states: JsonObject): JsonObject => ({
    StartAt: Object.keys(states)[0] ?? '',
    States: states,
  });

  test('branches get the same input and give their outputs in order', async () => {
    const definition = machine({
      A: {
        Type: 'Parallel',
        Branches: [
          branch({
            B: { Type: 'Wait', Seconds: 10, Next: 'C' },
            C: { Type: 'Succeed', Output: 1 },
          }),
          branch({ D: { Type: 'Pass', Output: '{% $states.input.n %}', End: true } }),
        ],
        Output: { results: '{% $states.result %}' },
        End: true,
      },
    });

    expect((await execute(definition, { n: 7 })).output).toEqual({ results: [1, 7] });
  });

  test('a failed branch stops the others, and can be retried and caught', async () => {
    const slow = playing({});
    const definition = machine({
      A: {
        Type: 'Parallel',
        Branches: [
          branch({ B: { Type: 'Fail', Error: 'broken', Cause: 'c' } }),
          branch({ C: { Type: 'Wait', Seconds: 60, Next: 'D' }, D: task('slow') }),
        ],
        Retry: [{ ErrorEquals: ['broken'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['broken'], Next: 'E' }],
        End: true,
      },
      E: { Type: 'Wait', Seconds: 3600, Next: 'F' },
      F: succeed,
    });

    expect((await execute(definition, {}, { tasks: { slow } })).status).toBe('SUCCEEDED');
    expect(slow.payloads).toHaveLength(0);
  });

  test('variables of a branch stay in it', async () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { v: 'outer' }, Next: 'B' },
      B: {
        Type: 'Parallel',
        Branches: [
          branch({ C: { Type: 'Pass', Assign: { v: 'inner' }, Output: '{% $v %}', End: true } }),
        ],
        Next: 'D',
      },
      D: { Type: 'Succeed', Output: { branch: '{% $states.input %}', v: '{% $v %}' } },
    });

    expect((await execute(definition)).output).toEqual({ branch: ['outer'], v: 'outer' });
  });

  test('a Map runs its processor on each item, at most MaxConcurrency at a time', async () => {
    let running = 0;
    let most = 0;
    const f = async (payload: Json): Promise<Json> => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      running -= 1;
      return payload;
    };
    const definition = machine({
      A: {
        Type: 'Map',
        Items: '{% $states.input.items %}',
        ItemSelector: {
          n: '{% $states.context.Map.Item.Index %}',
          is: '{% $states.context.Map.Item.Value %}',
        },
        MaxConcurrency: 2,
        ItemProcessor: branch({ B: task('f') }),
        Output: { results: '{% $states.result %}' },
        End: true,
      },
    });

    const execution = await execute(
      definition,
      { items: ['a', 'b', 'c', 'd', 'e'] },
      { tasks: { f } },
    );

    const results = ['a', 'b', 'c', 'd', 'e'].map((is, n) => ({ n, is }));
    expect(execution.output).toEqual({ results });
    expect(most).toBe(2);
  });

  test('a Map over nothing is empty, over no array States.QueryEvaluationError', async () => {
    const over = (items: Json): JsonObject =>
      machine({
        A: {
          Type: 'Map',
          Items: items,
          ItemProcessor: branch({ B: succeed }),
          Output: { results: '{% $states.result %}' },
          End: true,
        },
      });

    expect((await execute(over([]))).output).toEqual({ results: [] });
    expect(await execute(over({ not: 'an array' }))).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });

  test('a token inside a branch is waited for', async () => {
    const definition = machine({
      A: { Type: 'Parallel', Branches: [branch({ B: tokenTask('f') })], Next: 'C' },
      C: { Type: 'Succeed', Output: { results: '{% $states.input %}' } },
    });
    const { workflow, ended } = bench(definition, { tasks: { f: playing(null) } });
    await workflow.start('x', {});
    await settled();

    expect(await workflow.sendSuccess('token-1', { n: 1 })).toBe('sent');
    expect((await ended()).output).toEqual({ results: [{ n: 1 }] });
    expect(await workflow.sendSuccess('token-1', { n: 1 })).toBe('expired');
  });
});
