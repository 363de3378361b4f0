import { stopTraining } from '../../../core/job/request/stop-training.ts';
import { trainingJobEnded } from '../../../core/job/steps/job-ended.ts';
import { train } from '../../../core/job/steps/train.ts';
import type { JobState, TrainResult } from '../../../core/job/workflow/state.ts';
import { initialState } from '../../../core/job/workflow/state.ts';
import type { TrainingJobs } from '../../../core/ports/jobs.ts';
import type { AwsHost } from '../../../lambda/compose.ts';
import { Account, scope } from '../account.ts';
import { makeReader, modelId, startReader } from '../reader.ts';

describe('the step Train', () => {
  let account: Account;
  let state: JobState;
  /** What was sent, in its order. */
  let results: TrainResult[];

  beforeEach(async () => {
    account = new Account({ runsWorkflow: false });
    results = [];
    account.aws.stepFunctions.onResult = (_, result) =>
      void results.push(JSON.parse('output' in result ? result.output : 'null') as TrainResult);
    await makeReader(account.host('api'));
    const { id: versionId } = await startReader(account.host('api'));
    state = initialState({ ...scope, modelId, versionId });
  });
  afterEach(() => account.close());

  const ref = () => ({ scope, modelId, versionId: state.versionId });
  const stop = () => stopTraining(ref(), account.host('api'));
  const jobs = () => account.aws.sagemaker.jobs.all();
  const run = (host: AwsHost = account.host('train'), attempt = 1) =>
    train(
      {
        state: { ...state, attempt },
        taskToken: account.aws.stepFunctions.giveToken(state.versionId),
      },
      host,
    );

  /** The host on which something happens around the start of the job. */
  function hostWith(start: (real: TrainingJobs['start']) => TrainingJobs['start']): AwsHost {
    const host = account.host('train');
    const { jobs } = host;
    const value = Object.assign(Object.create(jobs) as TrainingJobs, {
      describe: jobs.describe.bind(jobs),
      stop: jobs.stop.bind(jobs),
      start: start(jobs.start.bind(jobs)),
    });
    return Object.defineProperty(host, 'jobs', { value });
  }

  test.each([
    [
      'just before it is made',
      (real: TrainingJobs['start']) => async (spec: never) => {
        await stop();
        return real(spec);
      },
    ],
    [
      'just after it was made',
      (real: TrainingJobs['start']) => async (spec: never) => {
        const made = await real(spec);
        await stop();
        return made;
      },
    ],
  ])('a stop that comes while the job is asked for, %s, is passed on', async (_, start) => {
    await run(hostWith(start));

    expect(jobs().map((job) => job.TrainingJobStatus)).toEqual(['Stopping']);
  });

  test('what was stopped before is not started, and says so', async () => {
    await stop();

    await run();

    expect(jobs()).toEqual([]);
    expect(results).toEqual([{ outcome: 'stopped', failure: null }]);
  });

  test('repeated, it finds its job and tells the newer call of the end', async () => {
    await run();
    const [first] = jobs();
    account.aws.stepFunctions.expire(`token-1-${state.versionId}`);
    await run();

    expect(jobs()).toEqual([first]);
    const name = first!.request.TrainingJobName as string;
    account.aws.sagemaker.jobs.end(name, { TrainingJobStatus: 'Completed' });
    await trainingJobEnded(name, account.host('trainingJobEvent'));
    expect(results).toMatchObject([{ outcome: 'completed' }]);
  });

  test.each([
    [1, 'interrupted'],
    [3, 'interrupted'],
    [4, 'failed'],
  ])('without capacity attempt %d is answered as %s, with the reason', async (attempt, outcome) => {
    account.aws.sagemaker.jobs.withoutQuota.add('ml.g5.xlarge');

    await run(account.host('train'), attempt);

    expect(jobs()).toEqual([]);
    const failure = { code: 'capacity-unavailable', fault: 'platform' };
    expect(results).toMatchObject([{ outcome, failure }]);
  });

  test('an error that does not say whether the job was made is thrown on: it is asked for again, and found', async () => {
    const lost = hostWith((real) => async (spec) => {
      await real(spec);
      throw new Error('the answer was lost');
    });

    await expect(run(lost)).rejects.toThrow('the answer was lost');
    expect(results).toEqual([]);

    await run();
    expect(jobs()).toHaveLength(1);
    expect(results).toEqual([]);
  });

  test('each attempt has a job of its own name', async () => {
    for (const attempt of [1, 2]) await run(account.host('train'), attempt);

    const { versionId } = state;
    expect(jobs().map(({ request }) => request.TrainingJobName as string)).toEqual([
      `ft-${versionId}-a1`,
      `ft-${versionId}-a2`,
    ]);
  });

  test('an event of a job that runs on, or of none, ends nothing', async () => {
    await run();
    const name = jobs()[0]!.request.TrainingJobName as string;

    await trainingJobEnded(name, account.host('trainingJobEvent'));
    await trainingJobEnded('ft-of-somebody-else', account.host('trainingJobEvent'));

    expect(results).toEqual([]);
  });
});
