import { freezingInOneRequest } from '../../../../core/dataset/version/freezing-limits.ts';
import { listVersions } from '../../../../core/model/version-store.ts';
import { AppUnderTest } from '../../api/app-under-test.ts';

const limits = { inputs: 6, bytes: 4_000 };
const good = [{ id: 'good' }];
const bad = [{ id: 'bad' }];

describe('how much of an app one request freezes', () => {
  let app: AppUnderTest;
  beforeEach(async () => {
    app = new AppUnderTest({ settings: { freezing: limits } });
    await app.open();
    await app.must('POST', '/datasets', { datasets: [{ id: 'small' }, { id: 'other' }] });
    await app.must('POST', '/inputs', app.texts(['a', 'b'], 'small', good));
    await app.must('POST', '/inputs', app.texts(['c', 'd', 'e', 'f'], 'other', bad));
  });
  afterEach(() => app.close());

  const freeze = '/datasets/small/versions';
  const asked = { dataset_versions: [{ id: 'v' }] };

  test('as many inputs as are allowed', async () => {
    const { dataset_versions: made } = await app.must('POST', freeze, asked);

    expect(made[0].metrics['/'].inputs_count).toBe('2');
  });

  test('one more is refused, with both numbers and what to do, and leaves nothing behind', async () => {
    await app.must('POST', '/inputs', app.texts(['g']));

    const [status, code, details] = await app.refused('POST', freeze, asked);

    expect([status, code]).toEqual([400, 11102]);
    expect(details).toMatch(
      /^App 'lab' is too large to make a dataset version of: 7 inputs with [\d.]+ MB .*, at most 6 inputs and 0\.004 MB can be; put other datasets into/,
    );
    expect((await app.must('GET', freeze)).dataset_versions).toEqual([]);
  });

  test('so are fewer that are too large together', async () => {
    const metadata = { note: 'x'.repeat(3_000) };
    await app.must('PATCH', '/inputs', {
      action: 'merge',
      inputs: [{ id: 'a', data: { metadata } }],
    });

    const [status, , details] = await app.refused('POST', freeze, asked);

    expect(status).toBe(400);
    expect(details).toMatch(/: \d inputs with 0\.00\d+ MB of labels, texts and metadata/);
  });

  test('a training that would freeze them is refused as well, and is not queued', async () => {
    await app.must('POST', '/inputs', app.texts(['g']));
    const model = { id: 'reader', model_type_id: 'text-classifier' };
    await app.must('POST', '/models', { model });
    const before = await listVersions(app.deps.table, scope, 'reader');
    const params = { template: 'Deeptune_Bert_Small' };

    const [status, , details] = await app.refused('POST', '/models/reader/versions', {
      model_versions: [{ train_info: { params } }],
    });

    expect(status).toBe(400);
    expect(details).toContain('7 inputs with');
    expect(await listVersions(app.deps.table, scope, 'reader')).toEqual(before);
  });
});

const scope = { userId: 'tester', appId: 'lab' };

test('on AWS the limit is what was measured to fit a request', () => {
  const app = new AppUnderTest();

  expect(app.deps.settings.freezing).toEqual(freezingInOneRequest);
  expect(freezingInOneRequest).toEqual({ inputs: 100_000, bytes: 100_000_000 });
});
