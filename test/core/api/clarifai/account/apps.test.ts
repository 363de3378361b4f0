import { keys } from '../../../../../core/records/keys.ts';
import { reconcile } from '../../../../../core/recovery/reconcile.ts';
import { settle } from '../../../../../core/job/steps/settle.ts';
import { initialState } from '../../../../../core/job/workflow/state.ts';
import type { Body } from '../../app-under-test.ts';
import { AppUnderTest, idsOf, png } from '../../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

const apps = '/v2/users/me/apps';
const list = async (query: string) => idsOf((await lab.must('GET', `${apps}?${query}`)).apps);

test('apps are made, shown, sorted and searched', async () => {
  const body = {
    apps: [
      {
        id: 'shop',
        description: 'things to buy',
        default_workflow: { id: 'Universal' },
        metadata: { a: 1 },
      },
      { id: 'zoo', name: 'The Zoo', notes: 'animals' },
    ],
  };
  await lab.must('POST', apps, body);

  expect((await lab.must('GET', `${apps}/shop`)).app).toMatchObject({
    id: 'shop',
    name: 'shop',
    user_id: 'tester',
    default_workflow_id: 'Universal',
    metadata: { a: 1 },
  });
  expect(await list('sort_by_id=True&sort_ascending=True')).toEqual(['lab', 'shop', 'zoo']);
  expect(await list('sort_by_name=True')).toEqual(['zoo', 'shop', 'lab']);
  expect(await list('search=buy')).toEqual(['shop']);
  expect(await list('search=anim')).toEqual(['zoo']);
  expect(await list('id=z*')).toEqual(['zoo']);
  expect(await list('featured_only=True')).toEqual([]);
  expect(await list('sort_by_id=True&per_page=1&page=2')).toEqual(['shop']);
});

test('one or several are patched', async () => {
  const one = {
    app: { description: 'new', metadata: { b: 2 } },
    action: 'overwrite',
    metadata_action: 'MERGE',
    reindex: true,
  };
  expect((await lab.must('PATCH', `${apps}/shop`, one)).app).toMatchObject({
    description: 'new',
    metadata: { a: 1, b: 2 },
    default_workflow_id: 'Universal',
  });

  const several = {
    apps: [
      { id: 'zoo', notes: 'all asleep' },
      { id: 'shop', metadata: { c: 3 } },
    ],
    action: 'overwrite',
  };
  expect((await lab.must('PATCH', apps, several)).apps).toMatchObject([
    { id: 'zoo', name: 'The Zoo', notes: 'all asleep' },
    { id: 'shop', metadata: { c: 3 }, description: 'new' },
  ]);
  expect((await lab.refused('PATCH', `${apps}/none`, { app: {} }))[1]).toBe(11101);
});

test('a user is who the key says', async () => {
  expect((await lab.must('GET', '/v2/users/me')).user.id).toBe('tester');
  expect((await lab.refused('GET', '/v2/users/somebody'))[1]).toBe(11101);
});

test('resources are counted', async () => {
  await lab.must('POST', '/datasets', { datasets: [{ id: 'ds' }] });
  await lab.must('POST', '/inputs', lab.texts(['a', 'b', 'c'], 'ds', [{ id: 'cat' }]));
  await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });

  expect(await lab.must('GET', '/resource_counts')).toMatchObject({
    datasets: '1',
    models: '1',
    inputs: '3',
    workflows: '0',
  });
});

test('an app goes with everything in it: trainings are stopped first', async () => {
  await lab.must('POST', '/inputs', {
    inputs: [{ data: { image: { base64: png } } }],
    inputs_add_job_id: 'j',
  });
  await lab.must('POST', '/datasets/ds/versions', { dataset_versions: [{ id: 'v1' }] });
  await lab.must('PUT', '/datasets/ds/versions/v1/exports', { exports: [{ format: 'COCO' }] });
  await lab.must('POST', '/inputs', lab.texts(['d', 'e'], 'ds', [{ id: 'dog' }]));
  await lab.must('POST', '/bulk_operations', {
    bulk_operations: [{ input_ids: { input_ids: ['a'] }, operation: { delete_geo: {} } }],
  });
  const { keys: made } = await lab.must('POST', '/v2/users/me/keys', {
    keys: [{ apps: [{ id: 'lab' }] }],
  });
  const trained = await lab.must('POST', '/models/m/versions', {
    model_versions: [{ train_info: { params: { dataset_id: 'ds' } } }],
  });

  await lab.must('DELETE', lab.base);
  expect((await lab.refused('GET', lab.base))[1]).toBe(11101);
  expect(await list('')).not.toContain('lab');
  const { models } = await lab.must('GET', '/v2/users/me/models');
  expect(models.map((model: Body) => model.app_id)).not.toContain('lab');
  const again = await lab.refused('POST', apps, { apps: [{ id: 'lab' }] });
  expect(again).toEqual([503, 10030, expect.stringMatching(/'lab' is still being deleted/)]);
  // Asked for again, and looked at by the reconciler, it waits for the training.
  await lab.must('DELETE', lab.base);
  expect((await reconcile(lab.account.host('reconcile'))).repaired).toEqual([]);

  const versionId = trained.model.model_version.id;
  await endTraining(versionId);
  const { repaired } = await reconcile(lab.account.host('reconcile'));
  expect(repaired).toEqual(['app lab: deleted']);

  const rest = JSON.stringify(lab.account.aws.dynamodb.dump());
  expect(rest).not.toMatch(/user#tester#app#lab/);
  expect(rest).not.toMatch(/"app#lab"/);
  expect((await lab.deps.objects.list('users/tester/apps/lab/')).objects).toEqual([]);
  expect((await lab.send('GET', '/v2/concepts', undefined, made[0].id)).status).toBe(401);
  expect((await lab.refused('DELETE', lab.base))[1]).toBe(11101);
  await lab.must('POST', apps, { apps: [{ id: 'lab' }] });
  expect((await lab.must('GET', '/inputs')).inputs).toEqual([]);
});

/** The workflow's last step, which records that the training was stopped. */
async function endTraining(versionId: string): Promise<void> {
  const state = initialState({ userId: 'tester', appId: 'lab', modelId: 'm', versionId });
  await settle(state, lab.account.host('settle'));
}

test('what one request cannot delete, the next one does', async () => {
  const big = '/v2/users/tester/apps/big';
  await lab.must('POST', apps, { apps: [{ id: 'big' }] });
  const scope = { userId: 'tester', appId: 'big' };
  for (let at = 0; at < 21; at += 1)
    await lab.deps.table.write(
      Array.from({ length: 100 }, (_, index) => ({
        put: { ...keys.input(scope, `i-${at}-${index}`), data: {} },
      })),
    );

  expect(await lab.refused('DELETE', big)).toEqual([
    503,
    10030,
    expect.stringMatching(/some of its contents are left; send the same request again/),
  ]);
  expect((await lab.refused('GET', `${big}/inputs`))[1]).toBe(11101);
  await lab.must('DELETE', big);

  expect(JSON.stringify(lab.account.aws.dynamodb.dump())).not.toMatch(/user#tester#app#big/);
});
