import type { ManifestRow } from '../../../../../core/dataset/version/dataset-version.ts';
import { keys } from '../../../../../core/records/keys.ts';
import { jobKeys, objectKeys } from '../../../../../core/records/object-keys.ts';
import type { LineRow } from '../../../../../core/training/line/line.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

const template = 'Deeptune_Bert_Small';
/** Two concepts a step, each step in a dataset of its own. */
const conceptsOf = (step: number) => [`c${2 * step}`, `c${2 * step + 1}`];

describe('a line of versions whose datasets hold what is new', () => {
  let lab: Lab;
  const versions: string[] = [];

  beforeAll(async () => {
    lab = await Lab.open();
    const model = { id: 'reader', model_type_id: 'text-classifier' };
    await lab.must('POST', '/models', { model });
    for (const step of [0, 1, 2]) {
      await lab.addTexts(`step${step}`, 30, conceptsOf(step));
      versions.push(await lab.train('reader', order(step)));
    }
  });
  afterAll(() => lab.close());

  const order = (step: number, settings: Body = {}, parent = versions.at(-1)) => ({
    train_info: {
      params: { template, dataset_id: `step${step}`, ...settings },
      ...(parent === undefined
        ? {}
        : { resume_from_model: { id: 'reader', model_version: { id: parent } } }),
    },
  });
  const lines = async <T>(key: string, end = '\n'): Promise<T[]> =>
    new TextDecoder()
      .decode(await lab.deps.objects.get(key))
      .trim()
      .split(end)
      .map((line) => JSON.parse(line) as T);
  const folder = (versionId: string) => objectKeys.versionPrefix(scope, versionId);
  const laidOut = (versionId: string) =>
    lines<ManifestRow>(`${jobKeys.trainPrefix(folder(versionId))}manifest.jsonl`);
  const line = (versionId: string) => lines<LineRow>(jobKeys.line(folder(versionId)));
  const lineage = async (versionId: string): Promise<Body> =>
    (await lab.must('GET', `/models/reader/versions/${versionId}/lineage`)).lineage;
  /** As a person would who approved it. */
  const promote = async (versionId: string) => {
    const stored = await lab.deps.table.get(keys.model(scope, 'reader'));
    const promoted = { versionId, sequence: 9, at: '9999' };
    const data = { ...stored?.data, promoted };
    await lab.deps.table.write([{ put: { ...keys.model(scope, 'reader'), data } }]);
  };
  const version = async (id: string): Promise<Body> =>
    (await lab.must('GET', `/models/reader/versions/${id}`)).model_version;

  test('the third learns from the first step again, and is measured on all of it', async () => {
    const [first = [], , third = []] = await Promise.all(versions.map(laidOut));
    const of = (rows: readonly ManifestRow[], concept: string, split: string) =>
      rows.filter((row) => row.split === split && row.concepts[0]?.id === concept);

    for (const concept of [0, 1].flatMap(conceptsOf)) {
      expect(of(third, concept, 'train').length).toBeGreaterThanOrEqual(20);
      expect(of(third, concept, 'train')[0]?.origin).toBe('replay');
    }
    for (const concept of conceptsOf(0))
      expect(of(third, concept, 'test').map(({ id }) => id)).toEqual(
        of(first, concept, 'test').map(({ id }) => id),
      );
  });

  test('each knows all that its line knows, by content', async () => {
    const known = await Promise.all(versions.map(line));

    expect(known.map((rows) => rows.length)).toEqual([60, 120, 180]);
    expect(new Set(known[2]?.map(({ since }) => since))).toEqual(new Set(versions));
  });

  test('says where it comes from, what is new of it, and which settings changed', async () => {
    const [root = '', parent = '', own = ''] = versions;

    const found = await lineage(own);
    expect(found.path.map((node: Body) => node.versionId)).toEqual(versions);
    expect(found.root.versionId).toBe(root);
    expect(found.line).toMatchObject({ inputs: 180, added: 60, removed: 0, relabelled: 0 });
    expect(found.line.examples.added).toHaveLength(5);
    const rows = await laidOut(own);
    expect(found.line.evaluationInputs).toBe(rows.filter(({ split }) => split === 'test').length);
    expect(found.line.replayed).toBe(
      rows.filter(({ split, origin }) => split === 'train' && origin === 'replay').length,
    );
    expect(found.path[1].settingsChanged).toMatchObject({
      num_epochs: [10, 5],
      replay_percent: [null, 40],
    });
    expect(found.path[2].settingsChanged).toEqual({});
    expect((await lineage(parent)).children.map((node: Body) => node.versionId)).toEqual([own]);
    expect((await version(own)).metadata.deeptune.lineage).toMatchObject({
      rootVersionId: root,
      parentVersionId: parent,
      delta: { added: 60 },
    });
    expect((await version(root)).metadata.deeptune.lineage).toBeUndefined();
  });

  test('the estimate says what it reads and that it runs half of the epochs', async () => {
    const { explanation } = (await version(versions[2] ?? '')).metadata.deeptune.reservation;
    const { replayed, evaluationInputs, evaluationAdded } = (await lineage(versions[2] ?? '')).line;

    expect(explanation).toContain(
      `Inputs: 60 new + ${replayed} learnt again and ${evaluationInputs - evaluationAdded} held out, of what the line of versions knows`,
    );
    expect(explanation).toContain(
      "Epochs: 5, half of the template's 10: it goes on from what its parent learnt, and names none",
    );
  });

  test('inputs that were deleted are neither learnt again nor measured, and are counted', async () => {
    const ids = ['step0-c0-0', 'step0-c0-1', 'step1-c3-2'];
    await lab.must('DELETE', '/inputs', { ids });
    const child = await lab.train('reader', order(2, { replay_percent: 100 }, versions[2]));

    expect((await laidOut(child)).map(({ id }) => id)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^(${ids.join('|')})$`))]),
    );
    expect((await lineage(child)).line).toMatchObject({
      ...{ inputs: 177, added: 0, removed: 3, examples: { removed: ids } },
    });
    expect((await version(child)).train_info.params).toMatchObject({ replay_percent: 100 });
  });

  test('a concept with another name is the same, and that is said', async () => {
    const concepts = [{ id: 'c0', name: 'First' }];
    await lab.must('PATCH', '/concepts', { concepts, action: 'overwrite' });
    const child = await version(await lab.train('reader', order(2, {}, versions[2])));

    const [job] = await lines<Body>(`${jobKeys.trainPrefix(folder(child.id))}job.json`, '\0');
    expect(job?.concepts).toContainEqual(concepts[0]);
    expect(child.metadata.deeptune.warnings).toContainEqual(
      expect.objectContaining({ code: 'renamed-concepts', value: 1 }),
    );
  });

  test('an ancestor that was deleted stays in the picture, and its line is still known', async () => {
    const [root = '', parent = '', own = ''] = versions;
    const refused = await lab.delete(`/models/reader/versions/${parent}`);
    expect(refused.body.status.details).toMatch(`'${own}' (awaits approval)`);
    await promote(own);
    for (const id of [root, parent]) await lab.must('DELETE', `/models/reader/versions/${id}`);

    const { path, root: shown } = await lineage(own);
    expect(path.map((node: Body) => [node.versionId, node.isDeleted ?? false])).toEqual([
      [root, true],
      [parent, true],
      [own, false],
    ]);
    expect(shown).toMatchObject({ versionId: root, sequence: 2, datasetId: 'step0' });
    const child = await lab.train('reader', order(2, {}, own));
    expect((await laidOut(child)).some(({ concepts }) => concepts[0]?.id === 'c0')).toBe(true);
  });

  test('settings of a child are refused where there is no parent', async () => {
    const { train_info } = order(0, { replay_percent: 10 }, '');
    const asked = { train_info: { params: train_info.params } };

    const answer = await lab.post('/models/reader/versions', { model_versions: [asked] });
    expect(answer.status).toBe(400);
    expect(answer.body.status.details).toMatch('resume_from_model');
  });
});
