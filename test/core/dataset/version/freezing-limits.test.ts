import { stopTraining } from '../../../../core/job/request/stop-training.ts';
import { admit } from '../../../../core/job/steps/admit.ts';
import { prepare } from '../../../../core/job/steps/prepare.ts';
import { initialState } from '../../../../core/job/workflow/state.ts';
import { getVersion } from '../../../../core/model/version-store.ts';
import { resumeFreezing } from '../../../../core/recovery/open-dataset-versions.ts';
import { scope } from '../../../lambda/account.ts';
import type { Body } from '../../api/app-under-test.ts';
import { Lab } from '../../api/lab.ts';

const limits = { inputs: 6, bytes: 4_000 };
const good = [{ id: 'good' }];
const bad = [{ id: 'bad' }];

describe('more inputs than a request freezes', () => {
  let app: Lab;
  beforeEach(async () => {
    app = await Lab.open(undefined, { settings: { freezing: limits } });
    app.account.deliversTasks = false;
    await app.must('POST', '/datasets', { datasets: [{ id: 'small' }, { id: 'other' }] });
    await app.must('POST', '/inputs', app.texts(['a', 'b'], 'small', good));
    await app.must('POST', '/inputs', app.texts(['c', 'd', 'e', 'f'], 'other', bad));
    await app.must('POST', '/models', {
      model: { id: 'reader', model_type_id: 'text-classifier' },
    });
  });
  afterEach(() => app.close());

  const versions = '/datasets/small/versions';
  const freeze = async (id = 'v'): Promise<Body> =>
    (await app.must('POST', versions, { dataset_versions: [{ id }] })).dataset_versions[0];
  const get = async (path: string): Promise<Body> => (await app.must('GET', path)).dataset_version;
  const one = () => get(`${versions}/v`);
  const runTasks = async (datasetVersionId = 'v', datasetId = 'small') =>
    app.account.runTask({
      name: 'freeze-dataset-version',
      payload: { userId: 'tester', appId: 'lab', datasetId, datasetVersionId },
    });
  const addOne = () => app.must('POST', '/inputs', app.texts(['g'], undefined, good));
  const train = async (params: object = {}): Promise<Body> => {
    const asked = { train_info: { params: { template: 'Deeptune_Bert_Small', ...params } } };
    const { model } = await app.must('POST', '/models/reader/versions', {
      model_versions: [asked],
    });
    return model.model_version;
  };

  test('as many as are allowed are frozen within it', async () => {
    expect(await freeze()).toMatchObject({
      status: { code: 64015 },
      metrics: { '/': { inputs_count: '2' } },
    });
  });

  test('one more makes the version pending, and a task freezes it', async () => {
    await addOne();

    expect((await freeze()).status.code).toBe(64005);
    expect(await one()).toMatchObject({
      status: { code: 64005 },
      metrics: { '/': { inputs_count: '0' } },
    });
    expect(await runTasks()).toBe('frozen');
    expect(await one()).toMatchObject({
      status: { code: 64015 },
      metrics: { '/': { inputs_count: '2', positive_input_tags_count: '2' } },
    });
  });

  test('so do fewer that are too large together', async () => {
    const metadata = { note: 'x'.repeat(3_000) };
    const inputs = [{ id: 'a', data: { metadata } }];
    await app.must('PATCH', '/inputs', { action: 'merge', inputs });

    expect((await freeze()).status.code).toBe(64005);
  });

  test('what needs the rows of a pending version is refused with a code of its own', async () => {
    await addOne();
    await freeze();
    const estimate = {
      model_versions: [
        {
          train_info: {
            params: {
              template: 'Deeptune_Bert_Small',
              dataset_id: 'small',
              dataset_version_id: 'v',
            },
          },
        },
      ],
    };

    for (const refused of [
      await app.refused('GET', `${versions}/v/metrics`),
      await app.refused('POST', '/models/reader/versions/time_estimate', estimate),
    ]) {
      expect(refused.slice(0, 2)).toEqual([400, 64005]);
      expect(refused[2]).toContain("Dataset version 'v' is pending: its inputs are still being");
    }
  });

  test('a description given while it is frozen stays, and so does the freezing', async () => {
    await addOne();
    await freeze();
    const patch = { dataset_versions: [{ id: 'v', description: 'patched' }], action: 'overwrite' };
    await app.must('PATCH', versions, patch);

    expect(await runTasks()).toBe('frozen');
    expect(await one()).toMatchObject({ status: { code: 64015 }, description: 'patched' });
  });

  test('a version that is deleted meanwhile is not there afterwards', async () => {
    await addOne();
    await freeze();
    await app.must('DELETE', versions, { dataset_version_ids: ['v'] });

    expect(await runTasks()).toBe('nothing');
    expect((await app.must('GET', versions)).dataset_versions).toEqual([]);
  });

  describe('a training', () => {
    test('is queued with its own version pending, is not reserved, and trains once the version is ready', async () => {
      await addOne();
      app.account.deliversTasks = true;
      const { id, status, metadata } = await train();

      expect(status.code).toBe(21103);
      expect(metadata.deeptune).not.toHaveProperty('reservation');
      expect(metadata.deeptune.estimatePending).toMatch(
        /^Not estimated yet: dataset version '\w+' is/,
      );

      const trained = await app.settled('reader', id);

      expect(trained.status.code).toBe(21100);
      expect(trained.total_input_count).toBe(7);
      expect(trained.metadata?.deeptune.reservation?.maxAmountMicros).toBeGreaterThan(0);
      expect(trained.metadata?.deeptune).not.toHaveProperty('estimatePending');
      expect(trained.active_concept_count).toBe(2);
    }, 30_000);

    test('that names a pending version waits, whatever Prepare is asked meanwhile, and no money is set aside', async () => {
      await addOne();
      await freeze();
      const { id } = await train({ dataset_id: 'small', dataset_version_id: 'v' });
      const ref = { scope, modelId: 'reader', versionId: id };
      const state = initialState({ ...scope, modelId: 'reader', versionId: id });
      const host = app.account.host('prepare');

      expect(await prepare(state, host)).toMatchObject({
        outcome: 'wait',
        waits: 1,
        waitSeconds: 1,
      });
      expect(await prepare({ ...state, waits: 9 }, host)).toMatchObject({ waitSeconds: 420 });
      expect(await prepare({ ...state, waits: 90 }, host)).toMatchObject({
        outcome: 'failed',
        failure: {
          code: 'dataset-version-not-ready',
          message:
            "Dataset version 'v' was still not frozen after it was asked for 20 times in more than an hour",
        },
      });
      await expect(admit(state, app.account.host('admit'))).rejects.toThrow('is not estimated yet');
      expect((await getVersion(app.deps.table, ref)).value).toHaveProperty('awaitsDataset');

      await stopTraining(ref, app.deps);
      expect(await prepare(state, host)).toMatchObject({ outcome: 'stopped' });
    });

    test('is refused before anything is reserved where more inputs are frozen than were shown', async () => {
      await addOne();
      const { id, metadata } = await train();
      await app.must('POST', '/inputs', app.texts(['h', 'i'], undefined, bad));
      app.account.deliversTasks = true;
      await resumeFreezing(app.account.host('reconcile'), 0);

      const failed = await app.settled('reader', id);

      expect(metadata.deeptune.estimatePending).toContain(
        'With the 7 inputs that there are now it should take ',
      );
      expect(failed.status.code).toBe(21106);
      expect(failed.metadata?.deeptune.failure).toMatchObject({
        code: 'estimate-outdated',
        message: expect.stringContaining(
          'its inputs have become more: 9 now, 7 when it was estimated',
        ),
      });
      expect(failed.metadata?.deeptune.settlement?.amountMicros).toBe(0);
    }, 30_000);

    test('that could not be trained fails with the error that its request would have had, uncharged', async () => {
      await addOne();
      app.account.deliversTasks = true;
      const { id } = await train({ dataset_id: 'small' });

      const failed = await app.settled('reader', id);

      expect(failed.status.code).toBe(21106);
      expect(failed.metadata?.deeptune.failure?.code).toBe('one-class-only');
      expect(failed.metadata?.deeptune.settlement?.amountMicros).toBe(0);
    }, 30_000);
  });
});
