import { keys } from '../../../core/records/keys.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import { getVersion } from '../../../core/model/version-store.ts';
import { quickened } from '../../differential/quickened.ts';
import { until } from '../../until.ts';
import { Account, interpreted, scope } from '../account.ts';
import { makeReader, modelId } from '../reader.ts';
import { arrive } from './arrive.ts';

let account: Account;
const host = () => account.host('api');
const ref = (versionId: string) => ({ scope, modelId, versionId });
const statusOf = async (id: string) => (await getVersion(host().table, ref(id))).value.status;

/** Ids of the versions whose jobs were started, in this order. */
const started = () =>
  account.aws.sagemaker.jobs
    .all()
    .map(({ request }) => parseTrainingJobName(request.TrainingJobName)?.jobId);

beforeEach(async () => {
  account = new Account({
    workflow: (tasks) => interpreted(tasks, quickened(120)),
    settings: { maxConcurrentTrainings: 1 },
  });
  await makeReader(host());
});
afterEach(() => account.close());

test('trainings are started in the order in which they came, one at a time; who is stopped leaves', async () => {
  const [first, second, third, fourth] = [
    await arrive(account),
    await arrive(account),
    await arrive(account),
    await arrive(account),
  ];
  expect(started()).toEqual([first]);

  await stopTraining(ref(second), host());
  account.container = async (job) => {
    await account.writeExport(job, 90);
    await account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
  };
  const [running] = account.aws.sagemaker.jobs.all();
  await account.container(running!, account);

  await until(20, async () => ((await statusOf(fourth)) === 'trained' ? true : undefined));
  // Its own execution ends it, in its own time.
  await until(20, async () => ((await statusOf(second)) === 'stopped' ? true : undefined));
  expect(started()).toEqual([first, third, fourth]);
  expect(await Promise.all([first, second, third, fourth].map(statusOf))).toEqual([
    'trained',
    'stopped',
    'trained',
    'trained',
  ]);
  const left = await host().table.query(keys.queueEntriesOf(scope.userId));
  expect([left.items, (await host().table.query(keys.holdsOf(scope.userId))).items]).toEqual([
    [],
    [],
  ]);
});
