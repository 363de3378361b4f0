import { isError } from '../../../core/errors.ts';
import { SageMakerTrainingJobs } from '../../../lambda/jobs/sagemaker-training-jobs.ts';
import { describeTrainingJobs } from '../../contract/jobs.contract.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import type { FakeTrainingJobs } from '../../wire/sagemaker/sagemaker-jobs.ts';
import { WireError } from '../../wire/protocol/wire.ts';
import { account, spec } from '../adapters/training-job-fixtures.ts';

const name = spec.trainingJobName;

function jobsOn(fake: FakeAws): SageMakerTrainingJobs {
  const { sagemaker, logs } = fakeClients(fake);
  return new SageMakerTrainingJobs({ ...account, sagemaker, logs });
}

describeTrainingJobs('SageMakerTrainingJobs', async () => {
  const fake = new FakeAws();
  const failureReason = '{"code": "data-invalid", "fault": "user", "message": "no rows"}';
  const logLine = 'start: job';
  fake.sagemaker.jobs.onStart = ({ request }) => run(fake, request.TrainingJobName, request);
  fake.sagemaker.jobs.onStop = ({ request }) =>
    end(fake, request.TrainingJobName, { TrainingJobStatus: 'Stopped' });
  return {
    port: jobsOn(fake),
    failureReason,
    logLine,
    specOf: (trainingJobName, behaviour) => ({
      ...spec,
      trainingJobName,
      hyperparameters: { behaviour: JSON.stringify(behaviour) },
    }),
  };

  /**
   * What SageMaker does between two calls of ours: the container begins, prints, and ends as its
   * behaviour wants.
   */
  function run(on: FakeAws, name: string, request: { HyperParameters: { behaviour: string } }) {
    on.sagemaker.jobs.move(name, { SecondaryStatus: 'Training', TrainingStartTime: 1_780_000_000 });
    on.logs.print('/aws/sagemaker/TrainingJobs', `${name}/algo-1-1`, logLine);
    const behaviour: unknown = JSON.parse(request.HyperParameters.behaviour);
    if (behaviour === 'succeeds') end(on, name, { TrainingJobStatus: 'Completed' });
    const FailureReason = `AlgorithmError: ${failureReason}, exit code: 2`;
    if (behaviour === 'fails') end(on, name, { TrainingJobStatus: 'Failed', FailureReason });
  }

  function end(on: FakeAws, name: string, how: Parameters<FakeTrainingJobs['end']>[1]) {
    on.sagemaker.jobs.end(name, { BillableTimeInSeconds: 42, ...how });
  }
});

describe('start', () => {
  test('a job starts once; the second start adopts it', async () => {
    const fake = new FakeAws();

    expect(await jobsOn(fake).start(spec)).toBe('started');
    expect(await jobsOn(fake).start(spec)).toBe('adopted');

    expect(fake.sagemaker.jobs.all()).toHaveLength(1);
  });

  test('F04: committed, answer lost, and the retry is told ResourceInUse: the job is adopted', async () => {
    const fake = new FakeAws();
    fake.faultOnce('sagemaker', 'CreateTrainingJob', 'throttle');
    fake.faultOnce('sagemaker', 'CreateTrainingJob', 'throttle');
    fake.faultOnce('sagemaker', 'CreateTrainingJob', 'committed-reply-lost');

    expect(await jobsOn(fake).start(spec)).toBe('adopted');

    expect(fake.sagemaker.jobs.all()).toHaveLength(1);
    expect(fake.count('sagemaker', 'CreateTrainingJob')).toBe(4);
  });

  test('tags that the account adds do not hinder an adoption', async () => {
    const fake = new FakeAws();
    const tags = { ...spec.tags, 'cost-centre': '42' };
    await jobsOn(fake).start({ ...spec, tags });

    expect(await jobsOn(fake).start(spec)).toBe('adopted');
  });

  test.each([
    ['another version', { 'deeptune:versionId': 'f'.repeat(32), 'deeptune:attempt': '1' }],
    ['another attempt', { ...spec.tags, 'deeptune:attempt': '2' }],
    ['nobody', {}],
  ])('a job of %s under this name is a conflict', async (_name, tags) => {
    const fake = new FakeAws();
    await jobsOn(fake).start({ ...spec, tags });

    const error = await rejection(jobsOn(fake).start(spec));

    expect(isError(error, 'conflict')).toBe(true);
  });

  test.each([
    [true, 'ml.g5.xlarge for spot training job usage'],
    [false, 'ml.g5.xlarge for training job usage'],
  ])('F11: without quota (spot: %s) the error names it', async (isSpot, quota) => {
    const fake = new FakeAws();
    fake.sagemaker.jobs.withoutQuota.add('ml.g5.xlarge');

    const error = await rejection(jobsOn(fake).start({ ...spec, isSpot }));

    expect(isError(error, 'capacity')).toBe(true);
    expect(String(error)).toContain(`"${quota}"`);
    expect(fake.sagemaker.jobs.all()).toHaveLength(0);
  });

  test('F13: no free instance is capacity-unavailable', async () => {
    const fake = new FakeAws();
    fake.faultOnce('sagemaker', 'CreateTrainingJob', new WireError('CapacityError', 'none left'));

    expect(isError(await rejection(jobsOn(fake).start(spec)), 'capacity')).toBe(true);
  });

  test('an error that is none of these is passed on', async () => {
    const fake = new FakeAws();
    fake.faultOnce('sagemaker', 'CreateTrainingJob', new WireError('ValidationException', 'bad'));

    expect(await rejection(jobsOn(fake).start(spec))).toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('describe', () => {
  test('an unknown job is undefined', async () => {
    expect(await jobsOn(new FakeAws()).describe(name)).toBeUndefined();
  });

  test('a job that has just been created', async () => {
    const fake = new FakeAws();
    await jobsOn(fake).start(spec);

    expect(await jobsOn(fake).describe(name)).toEqual({
      trainingJobName: name,
      status: 'InProgress',
      secondaryStatus: 'Starting',
      isSpot: true,
      tags: spec.tags,
    });
  });

  test('a job that failed, with what the container wrote', async () => {
    const fake = new FakeAws();
    await jobsOn(fake).start(spec);
    const failureReason =
      'AlgorithmError: {"code": "data-invalid", "fault": "user", "message": "no rows"}, exit code: 2';
    fake.sagemaker.jobs.end(name, {
      TrainingJobStatus: 'Failed',
      FailureReason: failureReason,
      TrainingStartTime: Date.parse('2026-11-25T11:00:00Z') / 1000,
      BillableTimeInSeconds: 1234,
    });

    expect(await jobsOn(fake).describe(name)).toEqual({
      trainingJobName: name,
      status: 'Failed',
      secondaryStatus: 'Failed',
      failureReason,
      startedAt: '2026-11-25T11:00:00.000Z',
      endedAt: '2026-11-25T12:00:00.000Z',
      billableSeconds: 1234,
      isSpot: true,
      tags: spec.tags,
    });
  });

  test.each([
    ['InProgress', 'Interrupted', 'InProgress'],
    ['Stopping', 'Stopping', 'Stopping'],
    ['Stopped', 'MaxRuntimeExceeded', 'Stopped'],
    ['Stopped', 'MaxWaitTimeExceeded', 'Stopped'],
    ['Completed', 'Completed', 'Completed'],
    ['Deleting', 'Deleting', 'Stopped'],
    ['SomethingNew', 'SomethingNew', 'InProgress'],
  ])('F47: %s / %s is %s', async (word, secondaryStatus, status) => {
    const fake = new FakeAws();
    await jobsOn(fake).start(spec);
    fake.sagemaker.jobs.move(name, {
      TrainingJobStatus: word as 'Failed',
      SecondaryStatus: secondaryStatus,
    });

    expect(await jobsOn(fake).describe(name)).toMatchObject({ status, secondaryStatus });
  });
});

describe('stop', () => {
  test('a running job begins to stop', async () => {
    const fake = new FakeAws();
    await jobsOn(fake).start(spec);

    await jobsOn(fake).stop(name);

    expect((await jobsOn(fake).describe(name))?.status).toBe('Stopping');
  });

  test('F45: stopping twice, what has ended, or what never was is no error', async () => {
    const fake = new FakeAws();
    await jobsOn(fake).stop('ft-nobody');
    await jobsOn(fake).start(spec);
    await jobsOn(fake).stop(name);
    await jobsOn(fake).stop(name);
    for (const TrainingJobStatus of ['Completed', 'Failed', 'Stopped'] as const) {
      fake.sagemaker.jobs.end(name, { TrainingJobStatus });
      await jobsOn(fake).stop(name);
      expect((await jobsOn(fake).describe(name))?.status).toBe(TrainingJobStatus);
    }
  });

  test('a refusal while the job runs on is an error', async () => {
    const fake = new FakeAws();
    await jobsOn(fake).start(spec);
    fake.faultOnce('sagemaker', 'StopTrainingJob', new WireError('ValidationException', 'bad'));

    expect(await rejection(jobsOn(fake).stop(name))).toMatchObject({ name: 'ValidationException' });
  });
});

describe('logs', () => {
  const group = '/aws/sagemaker/TrainingJobs';

  test('a job of an account that never ran one has an empty page', async () => {
    expect(await jobsOn(new FakeAws()).logs(name)).toEqual({ lines: [] });
  });

  test('all lines of all instances, page by page, and no neighbour', async () => {
    const fake = new FakeAws();
    fake.logs.pageSize = 2;
    fake.logs.print(group, `${name}/algo-1-1`, 'one\n', 'two');
    fake.logs.print(group, `${name}0/algo-1-1`, 'a neighbour');
    fake.logs.print(group, `${name}/algo-2-1`, 'three');

    const first = await jobsOn(fake).logs(name);
    const second = await jobsOn(fake).logs(name, first.next);

    expect(first.lines).toEqual(['one', 'two']);
    expect(second).toEqual({ lines: ['three'] });
  });

  test('a page token that is none is invalid-request', async () => {
    const fake = new FakeAws();
    fake.logs.print(group, `${name}/algo-1-1`, 'one');

    const error = await rejection(jobsOn(fake).logs(name, 'nonsense'));

    expect(isError(error, 'invalidRequest')).toBe(true);
  });
});
