import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import { pathsOf } from '../../../../core/api/http/route.ts';
import { AppUnderTest, png } from '../app-under-test.ts';

/**
 * Two tenants, every route, every id slot. The victim's ids and texts all carry `victim`; whatever
 * the intruder sends, no answer may show what he did not send himself, and nothing of the victim's
 * may change.
 */
const lab = new AppUnderTest();
const own = '/v2/users/tester/apps/victim-app';
let intruder: string;

/** The victim's id for each parameter of a path. */
const victimIds: Record<string, string> = {
  user_id: 'tester',
  app_id: 'victim-app',
  input_id: 'victim-input',
  annotation_id: 'victim-annotation',
  concept_id: 'victim-concept',
  dataset_id: 'victim-dataset',
  dataset_version_id: 'victim-frozen',
  model_id: 'victim-model',
  log_type: 'training',
};

beforeAll(async () => {
  await lab.open();
  intruder = await lab.keyOf('intruder');
  await lab.must('POST', '/v2/users/tester/apps', {
    apps: [{ id: 'victim-app', description: 'victim-secret' }],
  });
  await lab.must('POST', `${own}/datasets`, {
    datasets: [{ id: 'victim-dataset', description: 'victim-secret' }],
  });
  const data = {
    image: { base64: png },
    concepts: [{ id: 'victim-concept' }],
    metadata: { secret: 'victim-secret' },
  };
  const inputs = [
    { id: 'victim-input', data, dataset_ids: ['victim-dataset'] },
    {
      id: 'victim-text',
      data: { text: { raw: 'victim-secret' } },
      dataset_ids: ['victim-dataset'],
    },
  ];
  const job = await lab.must('POST', `${own}/inputs`, { inputs, inputs_add_job_id: 'victim-job' });
  const annotation = { input_id: 'victim-input', id: 'victim-annotation', data };
  await lab.must('POST', `${own}/annotations`, { annotations: [annotation] });
  await lab.must('POST', `${own}/datasets/victim-dataset/versions`, {
    dataset_versions: [{ id: 'victim-frozen' }],
  });
  const bulk = await lab.must('POST', `${own}/bulk_operations`, {
    bulk_operations: [
      { input_ids: { input_ids: ['victim-input'] }, operation: { delete_geo: {} } },
    ],
  });
  const made = await lab.must('POST', `${own}/models`, {
    models: [{ id: 'victim-model', model_type_id: 'visual-classifier' }],
  });
  const key = await lab.must('POST', '/v2/users/me/keys', {
    keys: [{ description: 'victim-key' }],
  });
  victimIds['key_id'] = key.keys[0].id;
  victimIds['version_id'] = made.model.model_version.id;
  victimIds['model_version_id'] = made.model.model_version.id;
  victimIds['id'] = job.inputs_add_job.id;
  victimIds['bulk'] = bulk.bulk_operation[0].id;
  // The intruder has an app of the same id: only the owner tells them apart.
  await lab.send('POST', '/v2/users/me/apps', { apps: [{ id: 'victim-app' }] }, intruder);
});
afterAll(() => lab.close());

function fill(path: string, userId: string): string {
  const ids: Record<string, string> = { ...victimIds, user_id: userId };
  if (path.includes('bulk_operations')) ids['id'] = victimIds['bulk'] ?? '';
  return path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => ids[name] ?? `victim-${name}`);
}

/** Bodies that name the victim's things wherever a request can name something. */
const ids = ['victim-input', 'victim-text', 'victim-concept'];
const references = {
  ids,
  input_ids: ['victim-input'],
  dataset_ids: ['victim-dataset'],
  dataset_version_ids: ['victim-frozen'],
  action: 'overwrite',
  inputs: [{ id: 'victim-input', data: { concepts: [{ id: 'by-intruder' }] } }],
  annotations: [
    {
      id: 'victim-annotation',
      input_id: 'victim-input',
      data: { concepts: [{ id: 'by-intruder' }] },
    },
  ],
  concepts: [{ id: 'victim-concept', name: 'by-intruder' }],
  datasets: [{ id: 'victim-dataset', description: 'by-intruder' }],
  dataset_versions: [{ id: 'victim-frozen', description: 'by-intruder' }],
  dataset_inputs: [{ input: { id: 'victim-input' } }],
  bulk_operations: [
    {
      input_ids: { input_ids: ['victim-input'] },
      operation: { add_concepts: { concepts: [{ id: 'by-intruder' }] } },
    },
  ],
  searches: [{ query: { filters: [{ annotation: { input_id: 'victim-input' } }] } }],
  input: { id: 'victim-input', data: { text: { raw: 'by-intruder' } } },
  exports: [{ format: 'CLARIFAI_DATA_JSON' }],
  apps: [{ id: 'victim-app', description: 'by-intruder' }],
  app: { description: 'by-intruder' },
  model_versions: [
    {
      train_info: {
        params: { dataset_id: 'victim-dataset', dataset_version_id: 'victim-frozen' },
        resume_from_model: { id: 'victim-model', app_id: 'victim-app' },
      },
    },
  ],
};

/** What the tester and his app are, in the table; the intruder's own records are another matter. */
function victimRecords(): string {
  const items = lab.account.aws.dynamodb.dump() as unknown;
  return JSON.stringify(items)
    .split(/(?=\{"pk")/)
    .filter((item) => item.includes('user#tester'))
    .join('\n');
}

const targets = allRoutes.flatMap((route) =>
  // The status codes and the catalog are everybody's: its model types, and the base models.
  route.isOpen || /^\/(models\/types|base_models)/.test(route.path)
    ? []
    : pathsOf(route).map((path) => ({ method: route.method, path })),
);
const foreign = { user_app_id: { user_id: 'tester', app_id: 'victim-app' } };
const query = 'user_app_id.user_id=tester&user_app_id.app_id=victim-app';

test('the table of routes has every parameter that is tried', () => {
  const names = new Set(
    targets.flatMap(({ path }) => [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)),
  );

  for (const name of Object.keys(victimIds).filter(
    (each) => each !== 'bulk' && each !== 'model_version_id',
  ))
    expect(names).toContain(name);
});

test.each(targets)(
  '$method $path shows and changes nothing of another user',
  async ({ method, path }) => {
    const before = victimRecords();
    const body = method === 'GET' ? undefined : references;
    const attempts: [string, object | undefined, 'named' | 'own'][] = path.includes(':user_id')
      ? [
          [fill(path, 'tester'), body, 'named'],
          [fill(path, 'me'), body, 'own'],
        ]
      : [
          [`${fill(path, 'me')}?${query}`, body, 'named'],
          ...(body
            ? [[fill(path, 'me'), { ...body, ...foreign }, 'named'] as [string, object, 'named']]
            : []),
        ];

    for (const [at, sent, how] of attempts) {
      const answer = await lab.send(method, at, sent, intruder);

      // Whoever names another user hears that there is none, whatever else he asks.
      if (how === 'named') expect([answer.status, answer.body.status.code]).toEqual([404, 11101]);
      expect(JSON.stringify(answer.body)).not.toMatch(/victim-secret|victim-key/);
      expect(victimRecords()).toBe(before);
    }
    expect(before).toContain('victim-secret');
  },
);

test('what the victim sees is what he made', async () => {
  const { input } = await lab.must('GET', `${own}/inputs/victim-input`);
  expect(input.data.concepts).toMatchObject([{ id: 'victim-concept' }]);
  expect((await lab.must('GET', `${own}/datasets`)).datasets).toHaveLength(1);
  expect(lab.reported).toEqual([]);
});
