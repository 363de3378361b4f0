import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { keys } from '../../../../../core/records/keys.ts';
import { omit } from '../../../../../core/json.ts';
import { getDatasetVersion } from '../../../../../core/dataset/version/dataset-version-store.ts';
import { datasetVersionWrite } from '../../../../../core/dataset/version/dataset-version-store.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const versions = '/datasets/mails/versions';
const params = { template: 'Deeptune_Bert_Small', dataset_id: 'mails' };

describe('what is said of the data', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
    await lab.must('POST', '/datasets', { datasets: [{ id: 'mails' }] });
  });
  afterEach(() => lab.close());

  const add = (rows: readonly [id: string, raw: string, concept: string][], metadata = {}) =>
    lab.must('POST', '/inputs', {
      inputs: rows.map(([id, raw, concept]) => ({
        id,
        data: { text: { raw }, concepts: [{ id: concept }], metadata },
        dataset_ids: ['mails'],
      })),
    });
  const freeze = (id: string) => lab.must('POST', versions, { dataset_versions: [{ id }] });
  const report = async (id: string): Promise<Body> =>
    (await lab.must('GET', `${versions}/${id}/data_report`)).data_report;
  const codes = async (id: string) =>
    Object.fromEntries(
      (await report(id)).findings.map(({ code, value }: Body) => [code, value]),
    ) as Record<string, number>;
  const manifestOf = async (versionId: string): Promise<Body[]> => {
    const key = `${objectKeys.trainPrefix(scope, versionId)}manifest.jsonl`;
    const text = new TextDecoder().decode(await lab.deps.objects.get(key));
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Body);
  };
  const many = (prefix: string, count: number): [string, string, string][] =>
    Array.from({ length: count }, (_, n) => [
      `${prefix}${n}`,
      `${prefix} text ${n}`,
      n % 2 ? 'good' : 'bad',
    ]);

  test('the report of a version names copies, conflicts and what was not looked at', async () => {
    await add([
      ['a', 'Your parcel is here', 'ham'],
      ['b', ' your PARCEL is  here', 'spam'],
      ['c', 'Buy now', 'spam'],
    ]);
    await freeze('v1');

    const { dataset_id, dataset_version_id, counts, findings } = await report('v1');

    expect([dataset_id, dataset_version_id]).toEqual(['mails', 'v1']);
    expect(counts).toMatchObject({ inputs: 3, texts: 3, images: 0, concepts: 2 });
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'label-conflicts',
        value: 1,
        examples: [{ ids: ['a', 'b'] }],
      }),
    );
    expect(await codes('v1')).toMatchObject({ copies: 1 });
  });

  test('it is the same of a version that a task froze, but for the time', async () => {
    await add(many('m', 12));
    await freeze('at-once');
    const task = await Lab.open(undefined, { settings: { freezing: { inputs: 3, bytes: 1e9 } } });
    await task.must('POST', '/datasets', { datasets: [{ id: 'mails' }] });
    await task.must('POST', '/inputs', {
      inputs: many('m', 12).map(([id, raw, concept]) => ({
        id,
        data: { text: { raw }, concepts: [{ id: concept }] },
        dataset_ids: ['mails'],
      })),
    });

    await task.must('POST', versions, { dataset_versions: [{ id: 'at-once' }] });
    await task.account.tasksDone();

    const { data_report: made } = await task.must('GET', `${versions}/at-once/data_report`);
    expect(made).toEqual(await report('at-once'));
    await task.close();
  });

  test('one that an earlier release froze is reported from its rows', async () => {
    await add(many('m', 12));
    await freeze('v1');
    const before = await report('v1');
    const version = await getDatasetVersion(scope, 'mails', 'v1', lab.deps);
    await lab.deps.table.write([
      datasetVersionWrite(scope, omit(version, 'reportName'), 'present'),
    ]);

    expect(await report('v1')).toEqual(before);
  });

  test('the report of a version that is not there, or of another user, does not exist', async () => {
    await add(many('m', 2));
    await freeze('v1');

    expect((await lab.refused('GET', `${versions}/none/data_report`))[1]).toBe(11101);
    const other = await lab.keyOf('stranger');
    const { body } = await lab.call('GET', `${versions}/v1/data_report`, undefined, other);
    expect(body.status.code).not.toBe(10000);
    expect(JSON.stringify(body)).not.toContain('m0');
  });

  test('sides that were given are kept, and copies across them are named', async () => {
    await add(many('train', 10), { split: 'train' });
    await add([...many('test', 4), ['leak', 'TRAIN text 3', 'good']], { split: 'test' });
    await freeze('v1');

    const { counts, findings } = await report('v1');

    expect(counts).toMatchObject({ train: 10, test: 5 });
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'held-out-copies',
        value: 1,
        examples: [{ ids: ['train3', 'leak'] }],
      }),
    );
  });

  test('a training leaves out what was deleted since, and says how many', async () => {
    await add(many('m', 40));
    await freeze('v1');
    await lab.must('DELETE', '/inputs', { ids: ['m1', 'm2', 'm3', 'no such input'] });
    await lab.must('POST', '/models', {
      model: { id: 'reader', model_type_id: 'text-classifier' },
    });

    const id = await lab.train('reader', {
      train_info: { params: { ...params, dataset_version_id: 'v1' } },
    });

    const ids = (await manifestOf(id)).map((row) => row.id as string);
    expect(ids).toHaveLength(37);
    expect(ids).not.toEqual(expect.arrayContaining(['m1']));
    const { model_version } = await lab.must('GET', `/models/reader/versions/${id}`);
    expect(model_version.metadata.deeptune.warnings).toContainEqual(
      expect.objectContaining({ code: 'deleted-inputs', value: 3 }),
    );
    expect((await report('v1')).findings[0]).toMatchObject({
      code: 'deleted-inputs',
      value: 3,
      examples: [{ ids: ['m1'] }, { ids: ['m2'] }, { ids: ['m3'] }],
    });
    const { dataset_version } = await lab.must('GET', `${versions}/v1`);
    expect(dataset_version.metadata.deeptune).toMatchObject({ deletedCount: 3 });
  });

  test('a child neither replays nor holds out what was deleted of its parent', async () => {
    await add(many('old', 40));
    await freeze('v1');
    await lab.must('POST', '/models', {
      model: { id: 'reader', model_type_id: 'text-classifier' },
    });
    const parent = await lab.train('reader', {
      train_info: { params: { ...params, dataset_version_id: 'v1' } },
    });
    const kept = (await manifestOf(parent)).slice(0, 10).map((row) => row.id as string);
    const deleted = many('old', 40)
      .map(([id]) => id)
      .filter((id) => !kept.includes(id));
    await lab.must('DELETE', '/inputs', { ids: deleted });
    await add(many('new', 12));
    await freeze('v2');

    const child = await lab.train('reader', {
      train_info: {
        params: { ...params, dataset_version_id: 'v2' },
        resume_from_model: { id: 'reader', model_version: { id: parent } },
      },
    });

    const rows = await manifestOf(child);
    expect(rows.filter((row) => deleted.includes(row.id as string))).toEqual([]);
    expect(rows.filter(({ origin }) => origin === 'new')).toHaveLength(12);
    expect(rows.some(({ origin }) => origin === 'replay')).toBe(true);
  });

  test('an input that comes back with its content is there again, with another it is not', async () => {
    await add(many('m', 30));
    await freeze('v1');
    await lab.must('DELETE', '/inputs', { ids: ['m1', 'm2'] });
    await add([
      ['m1', 'm text 1', 'good'],
      ['m2', 'something else', 'bad'],
    ]);

    expect(await codes('v1')).toMatchObject({ 'deleted-inputs': 1 });
  });

  test('of a deleted input nothing is kept but its id', async () => {
    await add([['gone', 'what was said', 'good']]);
    await lab.must('DELETE', '/inputs/gone');

    const record = await lab.deps.table.get(keys.deletedInput(scope, 'gone'));

    expect(record?.data).toEqual({ id: 'gone', deletedAt: expect.any(String) });
  });
});
