import type { Body } from '../../app-under-test.ts';
import { AppUnderTest } from '../../app-under-test.ts';

const lab = new AppUnderTest();
const versions = '/datasets/mails/versions';

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'mails' }, { id: 'others' }] });
  const texts: [id: string, raw: string, concepts: string[], split?: string][] = [
    ['a', 'Your parcel is here', ['ham'], 'train'],
    ['b', 'your  PARCEL is here', ['spam'], 'test'],
    ['c', 'Buy now', ['spam']],
    ['d', 'Buy now', ['spam']],
    ['e', 'Call your mother', ['ham', 'family'], 'train'],
    ['f', '?', []],
    ...Array.from({ length: 8 }, (_, n): [string, string, string[]] => [
      `g${n}`,
      `${['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Eta', 'Theta'][n]} wrote`,
      ['ham'],
    ]),
  ];
  await lab.must('POST', '/inputs', {
    inputs: texts.map(([id, raw, concepts, split]) => ({
      id,
      data: {
        text: { raw },
        concepts: concepts.map((concept) => ({ id: concept })),
        ...(split ? { metadata: { split } } : {}),
      },
      dataset_ids: ['mails'],
    })),
  });
  await lab.must('POST', versions, { dataset_versions: [{ id: 'v1' }] });
});
afterAll(() => lab.close());

const found = async (query: string): Promise<Body> =>
  lab.must('GET', `${versions}/v1/inputs?${query}`);
const idsOf = async (query: string): Promise<[number, string[]]> => {
  const { inputs, total } = await found(query);
  return [total, inputs.map(({ id }: Body) => id)];
};

test('lists inputs by concept and by side, in pages, with how many there are', async () => {
  expect(await idsOf('concept=spam')).toEqual([3, ['b', 'c', 'd']]);
  expect(await idsOf('concept=ham&per_page=3&page=2')).toEqual([10, ['g1', 'g2', 'g3']]);
  expect(await idsOf('concept=none')).toEqual([0, []]);
  expect((await idsOf('split=test'))[1]).toContain('b');
  expect(await idsOf('concept=family&split=test')).toEqual([0, []]);
  expect((await found('concept=family')).inputs).toEqual([
    { id: 'e', concepts: ['ham', 'family'], split: 'train' },
  ]);
  expect((await lab.refused('GET', `${versions}/v1/inputs?split=left`))[1]).toBe(11100);
});

test('lists all inputs of each finding of the report, with those that they go with', async () => {
  const { findings } = (await lab.must('GET', `${versions}/v1/data_report`)).data_report;
  for (const { code, value, examples } of findings) {
    const { total, inputs, notListed } = await found(`problem=${code}`);
    if (notListed !== undefined) continue;
    const groups = inputs.map(({ id, with: others = [] }: Body) => ({ ids: [...others, id] }));
    expect([code, total]).toEqual([code, value]);
    expect(groups.slice(0, 5)).toEqual(examples);
  }
  expect((await found('problem=label-conflicts')).inputs).toMatchObject([{ id: 'b', with: ['a'] }]);
  expect(await idsOf('problem=copies&concept=spam')).toEqual([2, ['b', 'd']]);
  expect(await idsOf('problem=short-texts')).toEqual([1, ['f']]);
});

test('a finding about concepts has no inputs, and says so; one that is not there is refused', async () => {
  const { findings } = (await lab.must('GET', `${versions}/v1/data_report`)).data_report;
  const few = findings.find(({ code }: Body) => code === 'few-inputs');
  expect(await found('problem=few-inputs')).toMatchObject({
    total: 0,
    notListed: expect.stringContaining(few.message),
  });
  expect(await lab.refused('GET', `${versions}/v1/inputs?problem=tiny-images`)).toEqual([
    400,
    expect.any(Number),
    expect.stringMatching(/no finding 'tiny-images'; it has .*label-conflicts/),
  ]);
});

test('inputs that were deleted since are found as a problem, and a purge leaves nothing of them', async () => {
  await lab.must('DELETE', '/inputs', { ids: ['g7'] });
  expect(await idsOf('problem=deleted-inputs')).toEqual([1, ['g7']]);
  await lab.must('POST', '/inputs/purge', { ids: ['g7'], confirmed: true });
  expect((await idsOf('concept=ham'))[1]).not.toContain('g7');
  expect((await idsOf('concept=ham'))[0]).toBe(9);
});

test('members of a dataset are listed behind an input', async () => {
  const { dataset_inputs } = await lab.must('GET', '/datasets/mails/inputs?behind=e&per_page=2');
  expect(dataset_inputs.map(({ input }: Body) => input.id)).toEqual(['f', 'g0']);
});
