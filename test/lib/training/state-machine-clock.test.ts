import { maxJobRuntimeSeconds } from '../../../core/ports/jobs.ts';
import { trainingWorkflow } from '../../../core/job/workflow/definition.ts';
import {
  attemptSeconds,
  maxAttempts,
  maxPauseSeconds,
  maxWaits,
} from '../../../core/job/workflow/limits.ts';
import type { Machine, State } from './state-machine-rules.ts';
import { requestOf, versionOf } from './training-job-requests.ts';

const workflow = trainingWorkflow as unknown as Machine;
const year = 365 * 24 * 3600;
/** A Lambda function cannot run longer; Train retries nothing but failures of the call itself. */
const maxCallSeconds = 900;

interface Retrier {
  readonly MaxAttempts: number;
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
}

/** A task that fails at the last moment as often as it may, with the longest pauses in between. */
function slowest({ TimeoutSeconds, Retry = [] }: State): number {
  const limit = typeof TimeoutSeconds === 'number' ? TimeoutSeconds : maxCallSeconds;
  const pauses = (Retry as unknown as readonly Retrier[]).flatMap((retrier) =>
    Array.from({ length: retrier.MaxAttempts }, (_, n) =>
      Math.min(retrier.MaxDelaySeconds, retrier.IntervalSeconds * retrier.BackoffRate ** n),
    ),
  );
  return pauses.reduce((sum, pause) => sum + pause + limit, limit);
}

const of = (name: string) => slowest(workflow.States[name] as State);

test('the longest reservation, on spot, in the longest queue and with every step at its slowest, ends before its execution does', () => {
  const training = maxAttempts * (attemptSeconds(maxJobRuntimeSeconds, true) + of('Train'));
  const queueing = (maxWaits + 1) * (of('Admit') + maxPauseSeconds);
  const before = of('Prepare') + of('Estimate');
  const longest = before + queueing + training + of('VerifyArtifact') + of('Settle');

  expect(workflow.TimeoutSeconds).toBeGreaterThanOrEqual(longest);
  expect(workflow.TimeoutSeconds).toBeLessThan(year);
});

test.each([true, false])(
  'an attempt may last as long as SageMaker may take, spot: %s',
  (useSpot) => {
    const version = versionOf('visual-classifier', 'Deeptune_ResNet_Small');
    const { maxRuntimeSeconds } = version.reservation;

    for (const attempt of [1, maxAttempts]) {
      const [{ StoppingCondition }] = requestOf(version, attempt, { useSpot });
      const { MaxRuntimeInSeconds = 0, MaxWaitTimeInSeconds = MaxRuntimeInSeconds } =
        StoppingCondition ?? {};

      expect(attemptSeconds(maxRuntimeSeconds, useSpot)).toBeGreaterThan(MaxWaitTimeInSeconds);
    }
  },
);
