import type { TrainingJob } from '../../../core/ports/training-jobs.ts';
import { failureFrom, jobResult, mostAttempts } from '../../../core/training/job-result.ts';

const job = (fields: Partial<TrainingJob>): TrainingJob => ({
  trainingJobName: 'ft-x-a1',
  status: 'Failed',
  secondaryStatus: 'Failed',
  tags: {},
  ...fields,
});
const userFault = '{"code":"training-diverged","fault":"user","message":"loss is NaN at step 7"}';

describe('what an ended job means', () => {
  test.each([
    [
      'completed',
      job({ status: 'Completed', secondaryStatus: 'Completed' }),
      1,
      'completed',
      undefined,
    ],
    [
      'stopped on request',
      job({ status: 'Stopped', secondaryStatus: 'Stopped' }),
      1,
      'stopped',
      undefined,
    ],
    [
      'out of reserved time',
      job({ status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' }),
      1,
      'stopped',
      'training-timed-out',
    ],
    [
      'no spot capacity',
      job({ status: 'Stopped', secondaryStatus: 'MaxWaitTimeExceeded' }),
      1,
      'interrupted',
      'capacity-unavailable',
    ],
    [
      'no capacity at all',
      job({ status: 'Stopped', secondaryStatus: 'MaxWaitTimeExceeded' }),
      mostAttempts,
      'failed',
      'capacity-unavailable',
    ],
    ["the user's fault", job({ failureReason: userFault }), 1, 'failed', 'training-diverged'],
    [
      'wrapped by SageMaker',
      job({ failureReason: `AlgorithmError: ${userFault}, exit code: 2` }),
      1,
      'failed',
      'training-diverged',
    ],
    [
      'our fault, first attempt',
      job({ failureReason: 'InternalServerError' }),
      1,
      'interrupted',
      'training-failed',
    ],
    [
      'our fault, last attempt',
      job({ failureReason: 'InternalServerError' }),
      mostAttempts,
      'failed',
      'training-failed',
    ],
    ['vanished', job({ secondaryStatus: 'Interrupted' }), 1, 'interrupted', 'training-failed'],
  ] as const)('%s', (_, ended, attempt, outcome, code) => {
    const result = jobResult(ended, attempt);

    expect(result.outcome).toBe(outcome);
    expect(result.failure?.code).toBe(code);
  });

  test.each([
    '{broken',
    '{}',
    '{"code":1,"fault":"user","message":"x"}',
    '{"code":"x","fault":"nobody","message":"x"}',
    '',
  ])('a reason that is not ours is the platform’s fault: %s', (failureReason) => {
    expect(failureFrom(job({ failureReason })).fault).toBe('platform');
  });
});
