import type { TrainingJob } from '../../../../core/ports/jobs.ts';
import { passingFaults } from '../../../../core/job/ends/failure-class.ts';
import { endOf, failureFrom, jobResult } from '../../../../core/job/ends/job-result.ts';
import type { JobEnd } from '../../../../core/job/ends/end-table.ts';
import { maxAttempts } from '../../../../core/job/workflow/limits.ts';

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
      maxAttempts,
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
      maxAttempts,
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

const written = (code: string, fault: string) =>
  `AlgorithmError: {"code": "${code}", "fault": "${fault}", "message": "because"}, exit code: 1`;

/** One job of every end that there is. */
const ends: Readonly<Record<JobEnd, Partial<TrainingJob>>> = {
  completed: { status: 'Completed', secondaryStatus: 'Completed' },
  stopped: { status: 'Stopped', secondaryStatus: 'Stopped' },
  'out-of-time': { status: 'Stopped', secondaryStatus: 'MaxRuntimeExceeded' },
  'no-capacity': {
    failureReason: 'CapacityError: Unable to provision requested ML compute capacity.',
  },
  interrupted: { secondaryStatus: 'Interrupted', failureReason: 'reclaimed' },
  'service-error': { failureReason: 'InternalServerError: We encountered an internal error.' },
  vanished: { failureReason: 'AlgorithmError: , exit code: 137' },
  refused: { failureReason: 'ClientError: Data download failed: no such key' },
  'user-fault': { failureReason: userFault },
  'passing-fault': { failureReason: written('dataset-object-corrupt', 'platform') },
  'final-fault': { failureReason: written('unexpected-error', 'platform') },
  unknown: { failureReason: 'QuotaError: what is that?' },
};

describe('every end of a job', () => {
  test.each(Object.entries(ends))('%s is known for what it is', (end, fields) => {
    expect(endOf(job(fields))).toBe(end);
  });

  test.each(Object.entries(ends))('%s: another attempt only where one can help', (end, fields) => {
    const canHelp = ['no-capacity', 'interrupted', 'service-error', 'vanished', 'passing-fault'];

    const [first, last] = [1, maxAttempts].map(
      (attempt) => jobResult(job(fields), attempt).outcome,
    );

    expect(first === 'interrupted').toBe(canHelp.includes(end));
    expect(last).not.toBe('interrupted');
  });

  test.each([
    ['image-unsupported', 'failed'],
    ['gpu-unavailable', 'failed'],
    ['base-model-unavailable', 'failed'],
    ['disk-full', 'failed'],
    ...passingFaults.map((code) => [code, 'interrupted']),
  ])('%s, written by the trainer, on its first attempt: %s', (code, outcome) => {
    expect(jobResult(job({ failureReason: written(code, 'platform') }), 1)).toMatchObject({
      outcome,
      failure: { code, fault: 'platform', message: 'because' },
    });
  });

  test('a host whose memory ran out, as SageMaker says it, is tried again', () => {
    const failureReason =
      'ClientError: Please use an instance type with more memory, or reduce the size of training data processed on an instance.';

    expect(jobResult(job({ failureReason }), 1).outcome).toBe('interrupted');
  });

  test('a long reason that was cut off is still a written one', () => {
    const message = `the image has \\"torch\\" 2.6 ${'and more '.repeat(200)}`;
    const whole = `AlgorithmError: {"code": "image-unsupported", "fault": "platform", "message": "${message}"}`;

    const result = jobResult(job({ failureReason: whole.slice(0, 1024) }), 1);

    expect(result).toMatchObject({
      outcome: 'failed',
      failure: { code: 'image-unsupported', fault: 'platform' },
    });
    expect(result.failure?.message).toMatch(/^the image has "torch" 2\.6 and more .* …$/);
  });
});
