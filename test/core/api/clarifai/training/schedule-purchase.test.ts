import { scheduleFired } from '../../../../../core/job/retraining/schedule-fired.ts';
import { until } from '../../../../until.ts';
import { Lab } from '../../lab.ts';

const path = '/models/reader/schedules';
const hour = 3_600_000;

/** `HH:MM` of UTC, half a day from now: whatever is bought is done by then. */
const doneBy = () => new Date(Date.now() + 12 * hour).toISOString().slice(11, 16);

describe.each([
  ['true', 'spot', true],
  ['false', 'on-demand', false],
] as const)('of an account that uses spot: %s', (USE_SPOT, purchase, isSpot) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open(undefined, { variables: { USE_SPOT } });
    await lab.addTexts('texts', 8);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  });
  afterAll(() => lab.close());

  test(`what is to be done by a time is bought ${purchase}, as SageMaker and the version say`, async () => {
    const timed = { dataset_id: 'texts', expression: 'rate(1 day)', done_by: doneBy() };
    await lab.must('POST', path, { schedule: { ...timed, id: 'timed', min_new_inputs: 1 } });
    const payload = { userId: 'tester', appId: 'lab', scheduleId: 'timed' };

    const scheduledAt = new Date().toISOString();
    await scheduleFired({ scheduledAt, payload }, lab.deps);

    const decided = await until(20, async () => {
      const { schedules } = await lab.must('GET', path);
      return schedules[0].last_firing;
    });
    expect(decided).toMatchObject({ result: 'started', numbers: { purchase } });
    const version = await lab.settled('reader', decided.detail);
    expect(version.metadata?.deeptune).toMatchObject({ purchase });
    const [job] = lab.account.aws.sagemaker.jobs.all();
    expect(job!.request.EnableManagedSpotTraining).toBe(isSpot);
  });

  test('a training that nobody timed says nothing of it', async () => {
    const id = await lab.train('reader');

    const version = await lab.settled('reader', id);

    expect(version.metadata?.deeptune).not.toHaveProperty('purchase');
  });
});
