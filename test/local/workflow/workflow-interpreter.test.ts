import type { Json } from '../../../core/json.ts';
import { describeWorkflow, waitingDefinition } from '../../contract/workflow.contract.ts';
import { bench, execute, machine, named, playing, task, tokenTask } from './interpreter-bench.ts';
import { settled } from './manual-time.ts';

const succeed = { Type: 'Succeed' };

describeWorkflow('interpreter', async () => {
  const tokens = new Map<string, string>();
  const train = async (payload: Json): Promise<Json> => {
    const { name, taskToken } = payload as { name: string; taskToken: string };
    tokens.set(name, taskToken);
    return null;
  };
  const { workflow } = bench(waitingDefinition('train'), { tasks: { train } });
  return {
    port: workflow,
    tokenOf: (name) => tokens.get(name),
    cleanup: async () => workflow.close(),
  };
});

describe('the execution as a whole', () => {
  test('TimeoutSeconds ends it as TIMED_OUT', async () => {
    const definition = machine(
      { A: { Type: 'Wait', Seconds: 1000, Next: 'B' }, B: succeed },
      { TimeoutSeconds: 100 },
    );
    const { workflow, time } = bench(definition);
    await workflow.start('x', {});
    await time.pass(99.999);
    expect((await workflow.describe('x'))?.status).toBe('RUNNING');
    await time.pass(0.001);

    expect(await workflow.describe('x')).toMatchObject({
      status: 'TIMED_OUT',
      error: 'States.Timeout',
    });
  });

  test('a stop interrupts a wait, and nothing runs afterwards', async () => {
    const f = playing(null);
    const { workflow, time } = bench(
      machine({ A: { Type: 'Wait', Seconds: 10, Next: 'B' }, B: task('f') }),
      { tasks: { f } },
    );
    await workflow.start('x', {});
    await time.pass(5);
    await workflow.stop('x', 'enough');
    await time.pass(100);

    expect(f.payloads).toEqual([]);
    expect(await workflow.describe('x')).toMatchObject({ status: 'ABORTED', cause: 'enough' });
  });

  test('history events are counted, and a loop without end fails at 25,000 as on AWS', async () => {
    const { workflow, ended } = bench(machine({ A: task('f', { Next: 'B' }), B: succeed }), {
      tasks: { f: playing(null) },
    });
    await workflow.start('x', {});
    await ended();
    // Started; A: entered, scheduled, started, succeeded, exited; B: entered, exited; succeeded.
    expect(workflow.historyEvents('x')).toBe(9);

    const endless = machine({ A: { Type: 'Pass', Next: 'A' } });
    expect(await execute(endless)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('waitForTaskToken', () => {
  const definition = machine({
    A: tokenTask('f', {
      Output: { got: '{% $states.result %}' },
      TimeoutSeconds: 100,
      Retry: [{ ErrorEquals: ['again'], MaxAttempts: 1 }],
    }),
  });

  test('the result is what was sent, not what the function returned', async () => {
    const f = playing({ returned: true });
    const { workflow, ended } = bench(definition, { tasks: { f } });
    await workflow.start('x', {});
    await settled();
    await workflow.sendSuccess('token-1', { sent: true });

    expect((await ended()).output).toEqual({ got: { sent: true } });
    expect(f.payloads).toEqual([{ token: 'token-1' }]);
  });

  test('a token may be sent before its function returns, which may then even fail', async () => {
    const f = async (payload: Json): Promise<Json> => {
      await workflow.sendSuccess((payload as { token: string }).token, { early: true });
      throw named('too-late');
    };
    const { workflow, ended } = bench(definition, { tasks: { f } });
    await workflow.start('x', {});

    expect((await ended()).output).toEqual({ got: { early: true } });
  });

  test('a function that fails ends the wait, and its token is expired', async () => {
    const { workflow, ended } = bench(definition, { tasks: { f: playing(named('e')) } });
    await workflow.start('x', {});

    expect(await ended()).toMatchObject({ error: 'e' });
    expect(await workflow.sendSuccess('token-1', {})).toBe('expired');
  });

  test('a token that does not come in time is States.Timeout, and expired from then on', async () => {
    const { workflow, time } = bench(definition, { tasks: { f: playing(null) } });
    await workflow.start('x', {});
    await time.pass(99.999);
    expect((await workflow.describe('x'))?.status).toBe('RUNNING');
    await time.pass(0.001);

    expect(await workflow.describe('x')).toMatchObject({ error: 'States.Timeout' });
    expect(await workflow.sendSuccess('token-1', {})).toBe('expired');
  });

  test('a retry waits for a new token; the old one is expired', async () => {
    const f = playing(null);
    const { workflow, ended, time } = bench(definition, { tasks: { f } });
    await workflow.start('x', {});
    await settled();
    await workflow.sendFailure('token-1', 'again', 'c');
    await time.pass(1);

    expect(f.payloads).toEqual([{ token: 'token-1' }, { token: 'token-2' }]);
    expect(await workflow.sendSuccess('token-1', {})).toBe('expired');
    expect(await workflow.sendSuccess('token-2', { n: 2 })).toBe('sent');
    expect((await ended()).output).toEqual({ got: { n: 2 } });
  });
});
