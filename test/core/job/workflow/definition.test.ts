import { steps, stepFunction } from '../../../../core/job/workflow/definition.ts';
import type { Step } from '../../../../core/job/workflow/definition.ts';
import type { JsonObject } from '../../../../core/json.ts';
import type { JobState } from '../../../../core/job/workflow/state.ts';
import { initialState } from '../../../../core/job/workflow/state.ts';
import { toData } from '../../../../core/records/records.ts';
import type { TaskFunction } from '../../../../local/workflow/asl-thread.ts';
import { interpreted } from '../../../lambda/account.ts';
import { until } from '../../../until.ts';

const ids = { userId: 'u', appId: 'a', modelId: 'm', versionId: 'v' };

/** What each step does, and what it was called with, in order. */
class Run {
  readonly calls: [Step, JsonObject][] = [];
  readonly workflow;

  /** @param answers of a step by its call, from 0; an error is thrown; absent: it goes well */
  constructor(answers: Partial<Record<Step, readonly (Partial<JobState> | Error)[]>>) {
    const good: Record<Step, string> = {
      ...{ Decide: 'retrain', Prepare: 'prepared', Estimate: 'estimated', Admit: 'admitted' },
      ...{ Train: 'completed', VerifyArtifact: 'verified', Gate: 'gated', Settle: 'trained' },
    };
    const function_ =
      (step: Step): TaskFunction =>
      async (payload) => {
        const count = this.calls.filter(([name]) => name === step).length;
        this.calls.push([step, payload as JsonObject]);
        const answer = answers[step]?.[count] ?? { outcome: good[step] as JobState['outcome'] };
        if (answer instanceof Error) throw answer;
        if (step !== 'Train') return { ...(payload as JsonObject), ...toData(answer) };
        const { taskToken } = payload as { taskToken: string };
        const result = { failure: null, ...answer };
        queueMicrotask(() => void this.workflow.sendSuccess(taskToken, toData(result)));
        return null;
      };
    this.workflow = interpreted(
      Object.fromEntries(steps.map((step) => [stepFunction(step), function_(step)])),
    );
  }

  async toItsEnd() {
    const state = { ...initialState(ids), trainTimeoutSeconds: 60 };
    await this.workflow.start('v', toData(state));
    const ended = await until(20, async () => {
      const execution = await this.workflow.describe('v');
      return execution?.status === 'RUNNING' ? undefined : execution;
    });
    this.workflow.close();
    return ended;
  }

  names(): string {
    return this.calls.map(([step]) => step).join(' ');
  }
}

test('a job that goes well passes through every step once', async () => {
  const run = new Run({});

  expect(await run.toItsEnd()).toMatchObject({ status: 'SUCCEEDED' });
  expect(run.names()).toBe('Prepare Estimate Admit Train VerifyArtifact Gate Settle');
});

test.each(['Estimate', 'Admit', 'VerifyArtifact', 'Prepare', 'Train'] as const)(
  'where %s fails for good, Settle is told why',
  async (step) => {
    // Of the errors that are tried again each is tried often enough; this one comes every time.
    const error = Object.assign(new Error('broken'), { name: 'NotTriedAgain' });
    const run = new Run({
      [step]: Array.from({ length: 9 }, () => error),
      Settle: [{ outcome: 'failed' }],
    });

    await run.toItsEnd();

    const [last, payload] = run.calls.at(-1)!;
    expect(last).toBe('Settle');
    expect(payload).toMatchObject({ outcome: 'failed', failure: { fault: 'platform' } });
    expect(JSON.stringify(payload)).toContain('broken');
  },
  30_000,
);

test('an interrupted attempt is followed by one with the next number, which Settle is told', async () => {
  const run = new Run({ Train: [{ outcome: 'interrupted' }, { outcome: 'interrupted' }] });

  await run.toItsEnd();

  const attempts = run.calls
    .filter(([step]) => step === 'Train')
    .map(([, payload]) => (payload['state'] as JsonObject)['attempt']);
  expect(attempts).toEqual([1, 2, 3]);
  expect(run.calls.at(-1)?.[1]).toMatchObject({ attempt: 3, outcome: 'gated' });
});

test.each([
  ['Prepare', 'stopped', 'Prepare Settle'],
  ['Estimate', 'failed', 'Prepare Estimate Settle'],
  ['Admit', 'stopped', 'Prepare Estimate Admit Settle'],
  ['Train', 'stopped', 'Prepare Estimate Admit Train Settle'],
  ['Train', 'failed', 'Prepare Estimate Admit Train Settle'],
] as const)('%s that answers %s leads to Settle and nowhere else', async (step, outcome, names) => {
  const run = new Run({ [step]: [{ outcome }], Settle: [{ outcome: 'stopped' }] });

  expect(await run.toItsEnd()).toMatchObject({ status: 'SUCCEEDED' });
  expect(run.names()).toBe(names);
});
