import type { Json } from '../../../core/json.ts';
import { bench, execute, machine, playing, task } from './interpreter-bench.ts';

const succeed = { Type: 'Succeed' };

describe('expressions', () => {
  const input = { n: 2, list: [{ x: 1 }, { x: 2 }], text: 'é', nothing: null };
  test.each<[string, Json, Json]>([
    ['a literal', 'plain {% text', 'plain {% text'],
    ['a field', '{% $states.input.n %}', 2],
    ['without spaces', '{%$states.input.n%}', 2],
    ['a calculation', '{% $states.input.n + 1 %}', 3],
    ['a literal beside one', { a: '{% $states.input.text %}', b: 'b' }, { a: 'é', b: 'b' }],
    ['deep inside', { a: [{ b: ['{% $states.input.n %}', 7] }] }, { a: [{ b: [2, 7] }] }],
    ['a predicate', '{% $states.input.list[x > 1].x %}', 2],
    ['a sequence', '{% $states.input.list.x %}', [1, 2]],
    ['a block', '{% ( $a := 1; $a + $states.input.n ) %}', 3],
    ['a null', '{% $states.input.nothing %}', null],
    ['the whole input', '{% $states.input %}', input],
    ['the execution', '{% $states.context.Execution.Name %}', 'x'],
    ['its input', '{% $states.context.Execution.Input.n %}', 2],
    ['its start', '{% $states.context.Execution.StartTime %}', '2026-11-25T12:00:00.000Z'],
    ['the state', '{% $states.context.State.Name %}', 'A'],
    ['randomness', '{% $random() %}', 0.5],
    ['an id', '{% $uuid() %}', 'token-1'],
    ['parsed text', "{% $parse('[1]') %}", [1]],
  ])('%s', async (_name, template, wanted) => {
    const definition = machine({ A: { Type: 'Pass', Output: { is: template }, End: true } });

    expect(await execute(definition, input)).toMatchObject({ output: { is: wanted } });
  });

  test.each([
    ['undefined', '{% $states.input.missing %}'],
    ['a type error', "{% 1 + 'one' %}"],
    ['a division by zero', '{% 1 / 0 %}'],
    ['a function', '{% function($x) { $x } %}'],
    ['an unknown function', '{% $nothing() %}'],
    ['a raised error', "{% $error('boom') %}"],
  ])('%s is States.QueryEvaluationError', async (_name, template) => {
    const execution = await execute(machine({ A: { Type: 'Pass', Output: template, End: true } }));

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(execution.cause).toContain(template.slice(3, -3));
  });

  test('a query error in a Task can be caught', async () => {
    const definition = machine({
      A: task('f', {
        Output: '{% $states.result.Payload.missing %}',
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'B' }],
      }),
      B: succeed,
    });

    const execution = await execute(definition, {}, { tasks: { f: playing({ a: 1 }) } });

    expect(execution.output).toMatchObject({ Error: 'States.QueryEvaluationError' });
  });
});

describe('Pass, Choice, Succeed, Fail', () => {
  test('states pass their output on; without Output, their input', async () => {
    const definition = machine({
      A: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'B' },
      B: { Type: 'Pass', Next: 'C' },
      C: { Type: 'Succeed', Output: { n: '{% $states.input.n * 10 %}' } },
    });

    expect(await execute(definition, { n: 1 })).toMatchObject({ output: { n: 20 } });
  });

  test('variables are assigned together, and seen by later states', async () => {
    const definition = machine({
      A: { Type: 'Pass', Assign: { a: 1, b: '{% $states.input.n %}' }, Next: 'B' },
      B: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'C' },
      C: { Type: 'Pass', Output: { a: '{% $a %}', b: '{% $b %}' }, End: true },
    });

    expect(await execute(definition, { n: 2 })).toMatchObject({ output: { a: 2, b: 1 } });
  });

  const choice = machine({
    A: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: { big: true } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Big', Assign: { size: 'medium' } },
      ],
      Default: 'Small',
      Output: { small: true },
    },
    Big: { Type: 'Succeed' },
    Small: { Type: 'Succeed' },
  });
  test.each([
    [11, { big: true }],
    [6, { n: 6 }],
    [1, { small: true }],
  ])('the first choice that holds for %s, else Default', async (n, output) => {
    expect((await execute(choice, { n })).output).toEqual(output);
  });

  test('no choice and no Default is States.NoChoiceMatched', async () => {
    const definition = machine({
      A: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'B' }] },
      B: succeed,
    });

    expect(await execute(definition)).toMatchObject({ error: 'States.NoChoiceMatched' });
  });

  test('a condition that is no boolean is States.QueryEvaluationError', async () => {
    const definition = machine({
      A: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'B' }], Default: 'B' },
      B: succeed,
    });

    expect(await execute(definition)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  test('Fail ends with its error and cause', async () => {
    const definition = machine({
      A: { Type: 'Fail', Error: '{% $states.input.code %}', Cause: 'because' },
    });

    expect(await execute(definition, { code: 'e1' })).toEqual({
      name: 'x',
      status: 'FAILED',
      error: 'e1',
      cause: 'because',
    });
  });

  test('an output over 256 KiB is States.DataLimitExceeded, which States.ALL does not catch', async () => {
    const definition = machine({
      A: task('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }] }),
      B: succeed,
    });
    const tasks = { f: playing({ text: 'x'.repeat(256 * 1024) }) };

    expect(await execute(definition, {}, { tasks })).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
  });
});

describe('Wait', () => {
  test.each([
    ['Seconds', { Seconds: 90 }, 90],
    ['Seconds of an expression', { Seconds: '{% $states.input.seconds %}' }, 30],
    ['Timestamp', { Timestamp: '2026-11-25T12:01:00Z' }, 60],
    ['Timestamp of an expression', { Timestamp: '{% $states.input.at %}' }, 45],
    ['a Timestamp that has passed', { Timestamp: '2020-01-01T00:00:00Z' }, 0],
  ])('%s', async (_name, fields, seconds) => {
    const definition = machine({ A: { Type: 'Wait', ...fields, Next: 'B' }, B: succeed });
    const { workflow, time } = bench(definition);
    await workflow.start('x', { seconds: 30, at: '2026-11-25T12:00:45Z' });

    if (seconds > 0) {
      await time.pass(seconds - 0.001);
      expect((await workflow.describe('x'))?.status).toBe('RUNNING');
    }
    await time.pass(0.001);
    expect((await workflow.describe('x'))?.status).toBe('SUCCEEDED');
  });

  test.each([
    [{ Seconds: '{% "soon" %}' }],
    [{ Seconds: '{% -1 %}' }],
    [{ Timestamp: '{% "tomorrow" %}' }],
  ])('%j is States.QueryEvaluationError', async (fields) => {
    const definition = machine({ A: { Type: 'Wait', ...fields, Next: 'B' }, B: succeed });

    expect(await execute(definition)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});
