import type { Json, JsonObject } from '../../../core/json.ts';
import { bench, execute, machine, named, playing, task, tokenTask } from './interpreter-bench.ts';
import { settled } from './manual-time.ts';

const succeed = { Type: 'Succeed' };

describe('Task', () => {
  test('a function gets its payload, and its result is Payload', async () => {
    const f = playing({ answer: 42 });
    const definition = machine({ A: task('f', { Output: '{% $states.result %}' }) });

    const execution = await execute(definition, { q: 1 }, { tasks: { f } });

    expect(f.payloads).toEqual([{ q: 1 }]);
    expect(execution.output).toEqual({ Payload: { answer: 42 }, StatusCode: 200 });
  });

  test('what a function throws fails the execution by its name, the cause described as by Lambda', async () => {
    const tasks = { f: playing(named('no-positive-examples', 'give some')) };

    const execution = await execute(machine({ A: task('f') }), {}, { tasks });

    expect(execution.error).toBe('no-positive-examples');
    expect(JSON.parse(execution.cause ?? '')).toEqual({
      errorType: 'no-positive-examples',
      errorMessage: 'give some',
      trace: [],
    });
  });

  test('a function that takes too long is States.Timeout', async () => {
    const tasks = { f: () => new Promise<Json>(() => undefined) };
    const definition = machine({ A: task('f', { TimeoutSeconds: '{% $states.input.limit %}' }) });
    const { workflow, time } = bench(definition, { tasks });
    await workflow.start('x', { limit: 20 });

    await time.pass(19.999);
    expect((await workflow.describe('x'))?.status).toBe('RUNNING');
    await time.pass(0.001);
    expect(await workflow.describe('x')).toMatchObject({ error: 'States.Timeout' });
  });

  test('a function named by an expression that does not exist can be caught', async () => {
    const definition = machine({
      A: task('{% $states.input.f %}', {
        Catch: [{ ErrorEquals: ['Lambda.ResourceNotFoundException'], Next: 'B' }],
      }),
      B: succeed,
    });

    expect(await execute(definition, { f: 'nobody' })).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('changing the payload does not change the state', async () => {
    const f = async (payload: Json): Promise<Json> => {
      (payload as { n: number }).n = 99;
      return null;
    };
    const definition = machine({ A: task('f', { Output: '{% $states.input %}' }) });

    expect((await execute(definition, { n: 1 }, { tasks: { f } })).output).toEqual({ n: 1 });
  });
});

describe('Retry', () => {
  const failing = (name: string, retry: JsonObject): JsonObject =>
    machine({ A: task('f', { Retry: [{ ErrorEquals: [name], ...retry }] }) });

  test.each([
    ['its own name', 'slow-down', 'slow-down', 2],
    ['States.ALL', 'States.ALL', 'anything', 2],
    ['States.TaskFailed', 'States.TaskFailed', 'anything', 2],
    ['another name', 'other', 'slow-down', 1],
    ['States.Timeout', 'States.Timeout', 'anything', 1],
  ])('%s is looked for', async (_name, looked, thrown, calls) => {
    const f = playing(named(thrown), { ok: true });

    await execute(failing(looked, {}), {}, { tasks: { f } });

    expect(f.payloads).toHaveLength(calls);
  });

  test('MaxAttempts counts retries; after the last the execution fails', async () => {
    const f = playing(named('e'));

    const execution = await execute(failing('e', { MaxAttempts: 2 }), {}, { tasks: { f } });

    expect(f.payloads).toHaveLength(3);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'e' });
  });

  test('MaxAttempts 0 never retries', async () => {
    const f = playing(named('e'));

    await execute(failing('e', { MaxAttempts: 0 }), {}, { tasks: { f } });

    expect(f.payloads).toHaveLength(1);
  });

  test.each<[string, JsonObject, number[]]>([
    ['defaults: 1 s, doubling, 3 times', {}, [1, 2, 4]],
    ['own backoff', { IntervalSeconds: 10, BackoffRate: 3, MaxAttempts: 3 }, [10, 30, 90]],
    ['a ceiling', { IntervalSeconds: 10, MaxDelaySeconds: 15, MaxAttempts: 3 }, [10, 15, 15]],
    [
      'full jitter, with 0.25 drawn',
      { IntervalSeconds: 8, JitterStrategy: 'FULL', MaxAttempts: 2 },
      [2, 4],
    ],
  ])('pauses: %s', async (_name, retry, pauses) => {
    const calls: number[] = [];
    const f = async (): Promise<Json> => {
      calls.push(Date.parse(time.now()));
      throw named('e');
    };
    const random = (): number => 0.25;
    const { workflow, time, ended } = bench(failing('e', retry), { tasks: { f }, random });

    await workflow.start('x', {});
    await ended();

    expect(calls.slice(1).map((at, n) => (at - (calls[n] ?? 0)) / 1000)).toEqual(pauses);
  });

  test('each retrier counts for itself, and RetryCount counts all', async () => {
    const f = playing(named('a'), named('b'), named('a'), named('b'));
    const definition = machine({
      A: task('f', {
        Arguments: {
          FunctionName: 'f',
          Payload: '{% $states.context.State.RetryCount %}',
        },
        Retry: [
          { ErrorEquals: ['a'], MaxAttempts: 2 },
          { ErrorEquals: ['b'], MaxAttempts: 1 },
        ],
      }),
    });

    const execution = await execute(definition, {}, { tasks: { f } });

    expect(f.payloads).toEqual([0, 1, 2, 3]);
    expect(execution).toMatchObject({ error: 'b' });
  });

  test('counts begin anew when a state is entered again', async () => {
    const f = playing(named('e'), { again: true }, named('e'), { again: false });
    const definition = machine({
      A: task('f', { Retry: [{ ErrorEquals: ['e'], MaxAttempts: 1 }], Next: 'B' }),
      B: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.again %}', Next: 'A' }],
        Default: 'C',
      },
      C: succeed,
    });

    expect(await execute(definition, {}, { tasks: { f } })).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('Catch', () => {
  test('without Output the next state gets Error and Cause', async () => {
    const definition = machine({
      A: tokenTask('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }),
      B: succeed,
    });
    const { workflow, ended } = bench(definition, { tasks: { f: playing(null) } });
    await workflow.start('x', {});
    await settled();
    await workflow.sendFailure('token-1', 'e', 'c');

    expect((await ended()).output).toEqual({ Error: 'e', Cause: 'c' });
  });

  test('Output and Assign see the error and the input of the state', async () => {
    const definition = machine({
      A: task('f', {
        Catch: [
          { ErrorEquals: ['other'], Next: 'C' },
          {
            ErrorEquals: ['one', 'two'],
            Next: 'B',
            Output: { code: '{% $states.errorOutput.Error %}', n: '{% $states.input.n %}' },
            Assign: { caught: '{% $states.errorOutput.Error %}' },
          },
        ],
      }),
      B: {
        Type: 'Succeed',
        Output: '{% $merge([$states.input, {"caught": $caught}]) %}',
      },
      C: { Type: 'Fail' },
    });

    const execution = await execute(definition, { n: 5 }, { tasks: { f: playing(named('two')) } });

    expect(execution.output).toEqual({ code: 'two', n: 5, caught: 'two' });
  });

  test('what nobody retries is caught once the retries are used up', async () => {
    const f = playing(named('e'));
    const definition = machine({
      A: task('f', {
        Retry: [{ ErrorEquals: ['e'], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }],
      }),
      B: succeed,
    });

    expect(await execute(definition, {}, { tasks: { f } })).toMatchObject({ status: 'SUCCEEDED' });
    expect(f.payloads).toHaveLength(3);
  });
});
