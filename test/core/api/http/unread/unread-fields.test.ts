import type { Json, JsonObject } from '../../../../../core/json.ts';
import { allRoutes } from '../../../../../core/api/clarifai/all-routes.ts';
import type { Route } from '../../../../../core/api/http/route.ts';
import { unreadNotes, unreadOf } from '../../../../../core/api/http/unread/unread-fields.ts';
import { loadPublishedApi } from '../../../../../local/grpc/published-api.ts';
import { AppUnderTest, png } from '../../app-under-test.ts';

const routeOf = (operation: string): Route => {
  const route = allRoutes.find((each) => each.operation === operation);
  if (!route) throw new Error(`${operation} is not served`);
  return route;
};
const unread = (operation: string, body: JsonObject) =>
  unreadOf(routeOf(operation), { body, params: {} }).map(({ path, isPublished }) =>
    isPublished ? `${path} (published)` : path,
  );

test.each<[string, JsonObject, string[]]>([
  ['PostModelVersions', { model_versions: [{ train_info: { params: { any: 1 } } }] }, []],
  ['PostModelVersions', { model_versions: [{ trian_info: {} }] }, ['model_versions.0.trian_info']],
  [
    'PostModelVersions',
    { model_versions: [{ train_info: { num_epochs: 3 } }] },
    ['model_versions.0.train_info.num_epochs'],
  ],
  ['PostModelVersions', { user_app_id: { user_id: 'me', app_id: 'lab' } }, []],
  ['PostModelVersions', { user_app_id: { app: 'lab' } }, ['user_app_id.app']],
  [
    'PostModelVersions',
    { model_versions: [{ num_threads: 4 }] },
    ['model_versions.0.num_threads (published)'],
  ],
  ['PostModelVersions', { model_versions: [{ num_threads: 0, license: '' }] }, []],
  [
    'PostModelVersions',
    { model_versions: null as unknown as Json, wrong: null as unknown as Json },
    [],
  ],
  [
    'PostInputs',
    { inputs: [{ data: { image: { base64: 'x', allow_duplicate_url: true } } }] },
    ['inputs.0.data.image.allow_duplicate_url (published)'],
  ],
  ['PostInputs', { inputs: [{ data: { metadata: { anything: { at: 'all' } } } }] }, []],
  [
    'PostInputs',
    { inputs: [{ dataset_id: 'a' }, { datasets: ['a'] }] },
    ['inputs.0.dataset_id', 'inputs.1.datasets'],
  ],
  [
    'PostBulkOperations',
    { bulk_operations: [{ operation: { add_concept: {} } }] },
    ['bulk_operations.0.operation.add_concept'],
  ],
  ['PostSchedule', { schedule: { min_inputs: 3 } }, ['schedule.min_inputs']],
  ['PostSchedule', { schedule: { params: { template: 'x' } } }, []],
  [
    'PostModelOutputs',
    { model: { model_version: { id: 'v', outputinfo: {} } } },
    ['model.model_version.outputinfo'],
  ],
  ['PostKeys', { keys: [{ expires: '2027-01-01T00:00:00Z' }] }, ['keys.0.expires']],
  [
    'PostModels',
    { model: { output_info: { output_config: { closed_environment: true } } } },
    ['model.output_info.output_config.closed_environment (published)'],
  ],
])('%s %j', (operation, body, expected) => {
  expect(unread(operation, body)).toEqual(expected);
});

test('notes are bounded, whatever is sent', () => {
  const body = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`wrong${index}`, 'x'.repeat(1_000)]),
  );
  const begun = performance.now();

  const notes = unreadNotes(unreadOf(routeOf('PostInputs'), { body, params: {} }));

  expect(notes).toHaveLength(11);
  expect(notes.at(-1)).toBe('990 more names were not read');
  expect(notes.join('').length).toBeLessThan(6_000);
  expect(performance.now() - begun).toBeLessThan(1_000);
});

test('the same slip in many items is named once', () => {
  const inputs = Array.from({ length: 128 }, () => ({ dta: {} }));
  expect(unreadNotes(unreadOf(routeOf('PostInputs'), { body: { inputs }, params: {} }))).toEqual([
    "unknown field 'inputs.0.dta' {} was not read: did you mean 'data'? (and in 127 more items)",
  ]);
});

/** Every published field, filled, down to a depth at which messages repeat themselves. */
function filled(type: Message, depth: number): JsonObject {
  return Object.fromEntries(
    type.fieldsArray.flatMap((field): [string, Json][] => {
      const of = field.resolve().resolvedType as Message | null;
      const value: Json | undefined =
        of && 'fieldsArray' in of && !of.fullName.startsWith('.google.')
          ? depth > 0
            ? filled(of, depth - 1)
            : undefined
          : 1;
      if (value === undefined) return [];
      return [[field.name, field.map ? { key: value } : field.repeated ? [value] : value]];
    }),
  );
}
interface Message {
  readonly fullName: string;
  readonly fieldsArray: readonly {
    readonly name: string;
    readonly map: boolean;
    readonly repeated: boolean;
    resolve(): { readonly resolvedType: unknown };
  }[];
}

describe('no published field is unknown', () => {
  const api = loadPublishedApi();
  const operations = new Set(allRoutes.map(({ operation }) => operation as string));
  test.each([...operations].filter((each) => api.has(each)))('%s', (operation) => {
    const type = api.get(operation)?.requestType as unknown as Message;
    const found = unreadOf(routeOf(operation), { body: filled(type, 4), params: {} });
    expect(found.filter(({ isPublished }) => !isPublished)).toEqual([]);
  });
});

describe('over HTTP', () => {
  let app: AppUnderTest;
  beforeAll(async () => {
    app = new AppUnderTest();
    await app.open();
    await app.must('POST', '/datasets', { datasets: [{ id: 'ds' }] });
    await app.must('POST', '/models', { model: { id: 'm', model_type_id: 'text-classifier' } });
  });
  afterAll(() => app.close());
  const send = (method: string, path: string, body?: unknown) =>
    app.send(method, path.startsWith('/v2') ? path : app.base + path, body);

  test.each<[string, string, unknown, string]>([
    [
      'a training',
      '/models/m/versions',
      { model_versions: [{ trian_info: { params: { num_epochs: 1 } } }] },
      `Unknown field 'model_versions.0.trian_info' {"params":{"num_epochs":1}}: did you mean 'train_info'?`,
    ],
    [
      'its estimate',
      '/models/m/versions/time_estimate',
      { estimated_inputs: 10 },
      `Unknown field 'estimated_inputs' 10: did you mean 'estimated_input_count'?`,
    ],
    [
      'a hyperparameter in the wrong place',
      '/models/m/versions',
      { model_versions: [{ train_info: { num_epochs: 1 } }] },
      `Unknown field 'model_versions.0.train_info.num_epochs' 1: hyperparameters stand in 'params'`,
    ],
    [
      'a schedule',
      '/models/m/schedules',
      { schedule: { dataset_id: 'ds', min_inputs: 500 } },
      `Unknown field 'schedule.min_inputs' 500: did you mean 'min_new_inputs'?`,
    ],
    [
      'a key',
      '/v2/users/tester/keys',
      { keys: [{ scope: ['Predict'] }] },
      `Unknown field 'keys.0.scope' ["Predict"]: did you mean 'scopes'?`,
    ],
    [
      'a parameter of the query',
      '/models/m/versions?dry_run=true',
      {},
      `Unknown query parameter 'dry_run' "true": `,
    ],
  ])('%s is refused', async (_, path, body, details) => {
    const { status, body: answer } = await send('POST', path, body);
    expect([status, answer.status.code]).toEqual([400, 11100]);
    expect(answer.status.developer_notes).toBe('bad-request-format');
    expect(answer.status.details).toContain(details);
    expect((await app.must('GET', '/models/m/versions')).model_versions).toHaveLength(1);
  });

  test('a list names what it did not read, and answers', async () => {
    const { body } = await send('GET', '/inputs?per_pages=2&bookmark=1');
    expect(body.status).toMatchObject({ code: 10000, description: 'Ok' });
    expect(body.status.developer_notes).toBe(
      [
        `unknown query parameter 'per_pages' "2" was not read: did you mean 'per_page'?`,
        `unknown query parameter 'bookmark' "1" was not read: known here: page, per_page, ids, status.code`,
      ].join('\n'),
    );
  });

  test('what is written is written, and what is not read is named', async () => {
    const { body } = await send('POST', '/inputs', {
      inputs: [{ id: 'a', data: { image: { base64: png }, conceps: [{ id: 'dog' }] } }],
    });
    expect(body.status.developer_notes).toBe(
      `unknown field 'inputs.0.data.conceps' [{"id":"dog"}] was not read: did you mean 'concepts'?`,
    );
  });

  test('a refusal says what stood in the place of what it misses', async () => {
    const { body } = await send('POST', '/datasets', { dataset: [{ id: 'x' }] });
    expect(body.status.details).toContain("Field 'datasets' is missing");
    expect(body.status.details).toContain("did you mean 'datasets'?");
  });

  test('a plain request has no notes', async () => {
    const { body } = await send('GET', '/inputs?page=1&user_app_id.user_id=tester');
    expect(body.status).not.toHaveProperty('developer_notes');
  });

  test.each([
    ['app', '/models', { user_app_id: { app_id: 'other' }, models: [] }, `'lab'`, `'other'`],
    ['model', '/models/m/versions', { model_id: 'n' }, `'m'`, `'n'`],
  ])('path and body that name different ids are refused: %s', async (_, path, body, a, b) => {
    const { body: answer } = await send('POST', path, body);
    expect(answer.status.code).toBe(11102);
    expect(answer.status.details).toContain(a);
    expect(answer.status.details).toContain(b);
  });
});
