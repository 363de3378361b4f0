import { answerInputs } from '../../../../../core/api/clarifai/annotations/labelled-answers.ts';
import { getInputs } from '../../../../../core/dataset/record/store-input.ts';
import type { Query, Table } from '../../../../../core/ports/table.ts';
import type { Body } from '../../app-under-test.ts';
import { hostWith, png } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

let lab: Lab;
afterEach(() => lab.close());
beforeEach(async () => {
  lab = await Lab.open();
});

const nameOf = (concepts: Body[], id = 'dog'): string =>
  concepts.find((each: Body) => each.id === id).name;
const rename = (name: string): Promise<Body> =>
  lab.must('PATCH', '/concepts', { concepts: [{ id: 'dog', name }], action: 'overwrite' });
const labelled = (id: string, concepts: object[] = [{ id: 'dog' }]) => ({
  id,
  data: { image: { base64: png }, concepts },
});

test('labels carry the name that the concept has, whatever they say', async () => {
  await lab.must('POST', '/concepts', { concepts: [{ id: 'dog', name: 'Dog' }] });
  const inputs = [labelled('a'), labelled('b', [{ id: 'dog', name: 'Hund' }])];

  const answer = await lab.must('POST', '/inputs', { inputs });

  expect(answer.inputs.map(({ data }: Body) => nameOf(data.concepts))).toEqual(['Dog', 'Dog']);
});

describe('after a concept was renamed', () => {
  const region = {
    region_info: { bounding_box: { bottom_row: 0.5, right_col: 0.5 } },
    data: { concepts: [{ id: 'dog' }] },
  };
  let modifiedAt: string;
  beforeEach(async () => {
    await lab.must('POST', '/datasets', { datasets: [{ id: 'ds' }] });
    await lab.must('POST', '/inputs', { inputs: [{ ...labelled('in'), dataset_ids: ['ds'] }] });
    const annotation = { id: 'boxed', input_id: 'in', data: { regions: [region] } };
    await lab.must('POST', '/annotations', { annotations: [annotation] });
    modifiedAt = (await lab.must('GET', '/inputs/in')).input.modified_at;
    await rename('Dog');
  });

  test('inputs have the new name wherever they are answered, and were not rewritten', async () => {
    const { input } = await lab.must('GET', '/inputs/in');
    const patch = { inputs: [{ id: 'in', data: { metadata: { x: 1 } } }], action: 'merge' };
    const answers = [
      input,
      (await lab.must('GET', '/inputs')).inputs[0],
      (await lab.must('GET', '/inputs?ids=in')).inputs[0],
      (await lab.must('GET', '/inputs/stream')).inputs[0],
      (await lab.must('GET', '/datasets/ds/inputs')).dataset_inputs[0].input,
      (await lab.must('GET', '/datasets/ds/inputs/in')).dataset_input.input,
      (await lab.must('POST', '/inputs/searches', { searches: [{}] })).hits[0].input,
      (await lab.must('PATCH', '/inputs', patch)).inputs[0],
    ];

    expect(answers.map(({ data }) => nameOf(data.concepts))).toEqual(answers.map(() => 'Dog'));
    expect(input.modified_at).toBe(modifiedAt);
  });

  test('so have annotations, also in their regions', async () => {
    const { annotations } = await lab.must('GET', '/annotations');
    const { annotation } = await lab.must('GET', '/inputs/in/annotations/boxed');
    const { hits } = await lab.must('POST', '/annotations/searches', { searches: [{}] });

    expect(nameOf(annotations[0].data.concepts)).toBe('Dog');
    for (const { data } of [annotations[1], annotation, hits[1].annotation])
      expect(nameOf(data.regions[0].data.concepts)).toBe('Dog');
  });

  test('the newest of several names counts, and the first one again', async () => {
    await rename('Hund');
    expect(nameOf((await lab.must('GET', '/inputs/in')).input.data.concepts)).toBe('Hund');
    await rename('dog');
    expect(nameOf((await lab.must('GET', '/inputs/in')).input.data.concepts)).toBe('dog');
  });

  test('it is found by the new name and no longer by the old one', async () => {
    const found = async (name: string): Promise<number> => {
      const filters = [{ input: { data: { concepts: [{ name }] } } }];
      return (await lab.must('POST', '/inputs/searches', { searches: [{ query: { filters } }] }))
        .hits.length;
    };

    expect(await found('Dog')).toBe(1);
    expect(await found('dog')).toBe(0);
  });

  test('another app and another user keep their names', async () => {
    await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'other' }] });
    await lab.must('POST', '/v2/users/tester/apps/other/inputs', { inputs: [labelled('in')] });

    const { input } = await lab.must('GET', '/v2/users/tester/apps/other/inputs/in');
    expect(nameOf(input.data.concepts)).toBe('dog');
  });

  test('an app of the same id that comes later knows nothing of it', async () => {
    await lab.must('DELETE', '/v2/users/tester/apps/lab', {});
    await lab.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'lab' }] });
    await lab.must('POST', '/inputs', { inputs: [labelled('in')] });

    expect(nameOf((await lab.must('GET', '/inputs/in')).input.data.concepts)).toBe('dog');
  });
});

test('what was frozen and what was trained keep the name; what comes later has the new one', async () => {
  await lab.addTexts('ds', 5, ['dog', 'cat']);
  await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'ds' };
  const before = await lab.train('m', { train_info: { params } });
  await rename('Dog');
  const after = await lab.train('m', { train_info: { params } });

  const concepts = async (id: string): Promise<string> =>
    nameOf((await lab.must('GET', `/models/m/versions/${id}/concepts`)).concepts);
  expect([await concepts(before), await concepts(after)]).toEqual(['dog', 'Dog']);
  const { dataset_versions: frozen } = await lab.must('GET', '/datasets/ds/versions');
  const names = frozen.map(({ metadata }: Body) => nameOf(metadata.deeptune.concepts));
  expect(names.sort()).toEqual(['Dog', 'dog']);
  const { inputs } = await lab.must('GET', `/models/m/versions/${before}/inputs?per_page=1000`);
  const dogs = inputs.filter(({ data }: Body) => data.concepts[0].id === 'dog');
  expect(dogs.map(({ data }: Body) => nameOf(data.concepts))).toEqual(Array(5).fill('Dog'));
});

test('a page costs one read more, and none where nothing is labelled', async () => {
  await lab.must('POST', '/inputs', { inputs: [labelled('a'), labelled('b'), labelled('c', [])] });
  const scope = { userId: 'tester', appId: 'lab' };
  const [a, b, c] = await getInputs(scope, ['a', 'b', 'c'], lab.deps);
  const reads: string[] = [];
  const table = {
    query: (query: Query) => {
      reads.push(query.pk);
      return lab.deps.table.query(query);
    },
  } as Table;
  const deps = hostWith(lab.deps, { table });

  const call = { deps, origin: 'http://localhost' };
  await answerInputs([c!], scope, call);
  expect(reads).toEqual([]);
  await answerInputs([a!, b!, c!], scope, call);
  expect(reads).toEqual(['user#tester#app#lab#renamed-concepts']);
});
