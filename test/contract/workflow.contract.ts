import type { JsonObject } from '../../core/json.ts';
import type { Execution, Workflow } from '../../core/ports/workflow.ts';
import { eventually } from './wait.ts';

/**
 * One adapter under test, whose state machine invokes a function with a task token and ends with
 * what is sent for it.
 */
export interface WorkflowHarness {
  readonly port: Workflow;
  /** The token that the function of this execution was given, once it has been invoked. */
  readonly tokenOf: (name: string) => Promise<string | undefined> | string | undefined;
  readonly cleanup?: () => Promise<void>;
}

/**
 * The state machine of the suite: one Task that waits for its token. `functionName` is what the
 * adapter invokes with `{name, taskToken}`.
 */
export function waitingDefinition(functionName: string): JsonObject {
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Train',
    States: {
      Train: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          FunctionName: functionName,
          Payload: {
            name: '{% $states.context.Execution.Name %}',
            taskToken: '{% $states.context.Task.Token %}',
          },
        },
        Output: '{% $states.result %}',
        TimeoutSeconds: 3600,
        End: true,
      },
    },
  };
}

/** What every `Workflow` promises. */
export function describeWorkflow(name: string, make: () => Promise<WorkflowHarness>): void {
  describe(`Workflow: ${name}`, () => {
    let harness: WorkflowHarness;
    let workflow: Workflow;
    beforeEach(async () => {
      harness = await make();
      workflow = harness.port;
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    const token = (of: string): Promise<string> =>
      eventually(`a token of ${of}`, () => harness.tokenOf(of));

    describe('start', () => {
      test('an execution runs until its task has its result', async () => {
        expect(await workflow.start('one', { n: 1 })).toBe('started');
        expect(await workflow.describe('one')).toEqual({ name: 'one', status: 'RUNNING' });

        expect(await workflow.sendSuccess(await token('one'), { done: true })).toBe('sent');

        expect(await ended(workflow, 'one')).toEqual({
          name: 'one',
          status: 'SUCCEEDED',
          output: { done: true },
        });
      });

      test('a name that is running exists, whatever the input', async () => {
        await workflow.start('one', { n: 1 });

        expect(await workflow.start('one', { n: 1 })).toBe('exists');
        expect(await workflow.start('one', { n: 2 })).toBe('exists');
      });

      test('a name that has ended exists for ever', async () => {
        await workflow.start('one', {});
        await workflow.stop('one', 'enough');

        expect(await workflow.start('one', {})).toBe('exists');
        expect((await workflow.describe('one'))?.status).toBe('ABORTED');
      });

      test('of many starts of one name at once, one starts', async () => {
        const starts = Array.from({ length: 8 }, () => workflow.start('one', {}));

        expect((await Promise.all(starts)).filter((r) => r === 'started')).toHaveLength(1);
      });

      test('executions do not mix', async () => {
        for (const one of ['one', 'two']) await workflow.start(one, {});

        await workflow.sendSuccess(await token('two'), { for: 'two' });

        expect((await ended(workflow, 'two')).output).toEqual({ for: 'two' });
        expect((await workflow.describe('one'))?.status).toBe('RUNNING');
      });
    });

    test('an execution that never was is undefined', async () => {
      expect(await workflow.describe('nobody')).toBeUndefined();
    });

    test('a failure that was sent fails the execution, by its name and cause', async () => {
      await workflow.start('one', {});

      expect(await workflow.sendFailure(await token('one'), 'training-failed', 'it broke')).toBe(
        'sent',
      );

      expect(await ended(workflow, 'one')).toEqual({
        name: 'one',
        status: 'FAILED',
        error: 'training-failed',
        cause: 'it broke',
      });
    });

    describe('tokens', () => {
      test('a token that nobody ever gave is expired', async () => {
        expect(await workflow.sendSuccess('never-given', {})).toBe('expired');
        expect(await workflow.sendFailure('never-given', 'e', 'c')).toBe('expired');
      });

      test('a token is good for one result: the first', async () => {
        await workflow.start('one', {});
        const given = await token('one');
        await workflow.sendSuccess(given, { n: 1 });
        await ended(workflow, 'one');

        expect(await workflow.sendSuccess(given, { n: 2 })).toBe('expired');
        expect(await workflow.sendFailure(given, 'e', 'c')).toBe('expired');
        expect((await workflow.describe('one'))?.output).toEqual({ n: 1 });
      });

      test('the token of a stopped execution is expired', async () => {
        await workflow.start('one', {});
        const given = await token('one');
        await workflow.stop('one', 'enough');

        expect(await workflow.sendSuccess(given, {})).toBe('expired');
        expect((await workflow.describe('one'))?.status).toBe('ABORTED');
      });
    });

    describe('stop', () => {
      test('a running execution is aborted with the cause', async () => {
        await workflow.start('one', {});
        await workflow.stop('one', 'the user stopped it');

        expect(await workflow.describe('one')).toMatchObject({
          name: 'one',
          status: 'ABORTED',
          cause: 'the user stopped it',
        });
      });

      test('stopping what has ended, or never was, is no error and changes nothing', async () => {
        await workflow.start('one', {});
        await workflow.sendSuccess(await token('one'), { n: 1 });
        const before = await ended(workflow, 'one');

        await workflow.stop('one', 'too late');
        await workflow.stop('nobody', 'why');

        expect(await workflow.describe('one')).toEqual(before);
      });
    });
  });
}

async function ended(workflow: Workflow, name: string): Promise<Execution> {
  return eventually(`the end of ${name}`, async () => {
    const execution = await workflow.describe(name);
    return execution?.status === 'RUNNING' ? undefined : execution;
  });
}
