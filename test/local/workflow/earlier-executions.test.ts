import { DatabaseSync } from 'node:sqlite';
import {
  renamedStates,
  stepFunction,
  steps,
  trainingWorkflow,
} from '../../../core/job/workflow/definition.ts';
import type { JsonObject } from '../../../core/json.ts';
import { ExecutionStore } from '../../../local/workflow/asl-store.ts';
import type { TaskFunction } from '../../../local/workflow/asl-thread.ts';
import { InterpretedWorkflow } from '../../../local/workflow/workflow-interpreter.ts';
import { until } from '../../until.ts';

/** As the release before stored it: without kind, jobId and recordId. */
const earlierState = {
  schemaVersion: 1,
  userId: 'u',
  appId: 'a',
  modelId: 'm',
  versionId: 'v1',
  attempt: 2,
  outcome: 'completed',
  failure: null,
  trainTimeoutSeconds: 3600,
  waitSeconds: 0,
  waits: 0,
};

/** Fields that a state of the release before does not have, as they are given on. */
const young = { scheduleId: '', scheduledAt: '' };

describe('executions that the release before left running', () => {
  let database: DatabaseSync;
  let workflow: InterpretedWorkflow;
  const calls: [string, JsonObject][] = [];

  /** What each step answers. */
  const answers: Readonly<Record<string, JsonObject>> = {
    Estimate: { outcome: 'estimated' },
    Admit: { outcome: 'admitted' },
    VerifyArtifact: { outcome: 'verified' },
    Gate: { outcome: 'gated' },
    Settle: { outcome: 'trained' },
  };

  beforeEach(() => {
    calls.length = 0;
    database = new DatabaseSync(':memory:');
    new ExecutionStore(database);
  });
  afterEach(() => workflow.close());

  /** Stores where an execution stood, and starts the new release on it. */
  function resumeAt(state: string, input: JsonObject, task?: object): void {
    const frame = { state, input, variables: {}, enteredAt: Date.now(), retries: [], ...task };
    const execution = {
      name: 'v1',
      input: earlierState,
      startedAt: Date.now(),
      historyEvents: 20,
      frame,
    };
    const store = new ExecutionStore(database);
    store.create(execution);
    if (task) store.move('v1', frame, 20);
    const tasks = steps.map((step): [string, TaskFunction] => [
      stepFunction(step),
      (async (payload: JsonObject) => {
        calls.push([step, payload]);
        return { ...payload, ...answers[step] };
      }) as unknown as TaskFunction,
    ]);
    workflow = new InterpretedWorkflow({
      definition: trainingWorkflow,
      renamedStates,
      tasks: Object.fromEntries(tasks),
      store: database,
      now: () => new Date().toISOString(),
      random: () => 0,
      newToken: () => crypto.randomUUID(),
    });
    workflow.resume();
  }

  const ended = () =>
    until(5, async () => {
      const found = await workflow.describe('v1');
      return found && found.status !== 'RUNNING' ? found : undefined;
    });

  test.each<[string, string, string[]]>([
    ['Prepared?', 'prepared', ['Estimate', 'Admit', 'Train']],
    ['WaitForSlot', 'wait', ['Admit', 'Train']],
    ['Admit', 'prepared', ['Admit', 'Train']],
    ['Admitted?', 'admitted', ['Train']],
  ])(
    'one that stands at %s goes on, forecast where that was before it',
    async (at, outcome, next) => {
      resumeAt(at, { ...earlierState, outcome });

      await until(5, async () => (calls.at(-1)?.[0] === 'Train' ? true : undefined));
      expect(calls.map(([step]) => step)).toEqual(next);
    },
  );

  test('one in the state Evaluate goes on as VerifyArtifact and is settled', async () => {
    resumeAt('Evaluate', earlierState);

    expect(await ended()).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'trained' } });
    expect(calls.map(([step]) => step)).toEqual(['VerifyArtifact', 'Gate', 'Settle']);
  });

  test('one that waits for its training job goes on when it ends, as a training', async () => {
    const task = { token: 'earlier-token', isInvoked: true };
    resumeAt('Train', { ...earlierState, outcome: 'admitted' }, { task });

    await workflow.sendSuccess('earlier-token', { outcome: 'completed', failure: null });

    expect((await ended()).status).toBe('SUCCEEDED');
    expect(calls).toEqual([
      ['VerifyArtifact', { ...earlierState, ...young, kind: 'train', jobId: 'v1', recordId: 'v1' }],
      ['Gate', expect.objectContaining({ kind: 'train', outcome: 'verified' })],
      ['Settle', expect.objectContaining({ kind: 'train', outcome: 'gated' })],
    ]);
  });
});
