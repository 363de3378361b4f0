import type { Body } from '../../app-under-test.ts';
import { AppUnderTest } from '../../app-under-test.ts';

const versions = '/datasets/mails/versions';
const lab = new AppUnderTest();

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'mails' }, { id: 'others' }] });
  await add([
    ['a', 'ham'],
    ['b', 'ham'],
    ['c', 'spam'],
    ['d', 'spam'],
    ['k', 'ham', 'train'],
  ]);
  await freeze('v1');
  await lab.must('DELETE', '/inputs', { ids: ['b', 'd', 'k'] });
  await add([
    ['bb', 'spam'],
    ['e', 'ham'],
    ['d', 'spam'],
    ['k', 'ham', 'test'],
  ]);
  await lab.must('PATCH', '/inputs', {
    action: 'overwrite',
    inputs: [{ id: 'c', data: { concepts: [{ id: 'ham' }] } }],
  });
  await freeze('v2');
});
afterAll(() => lab.close());

let times = 0;
async function add(rows: readonly [id: string, concept: string, split?: string][]): Promise<void> {
  times += 1;
  await lab.must('POST', '/inputs', {
    inputs: rows.map(([id, concept, split]) => ({
      id,
      data: {
        text: { raw: id === 'k' ? 'kept' : `text ${id} ${times}` },
        concepts: [{ id: concept }],
        ...(split ? { metadata: { split } } : {}),
      },
      dataset_ids: ['mails'],
    })),
  });
}
const freeze = (id: string) => lab.must('POST', versions, { dataset_versions: [{ id }] });
const difference = async (query: string): Promise<Body> =>
  (await lab.must('GET', `${versions}/v2/difference?${query}`)).difference;

test('says what was added, removed, relabelled, replaced and moved, and of which concepts', async () => {
  expect(await difference('from=v1')).toEqual({
    dataset_id: 'mails',
    dataset_version_id: 'v2',
    from_version_id: 'v1',
    inputsBefore: 5,
    inputsAfter: 6,
    unchanged: 1,
    added: {
      count: 2,
      inputs: [
        { id: 'bb', after: ['spam'] },
        { id: 'e', after: ['ham'] },
      ],
    },
    removed: { count: 1, inputs: [{ id: 'b', before: ['ham'] }] },
    relabelled: { count: 1, inputs: [{ id: 'c', before: ['spam'], after: ['ham'] }] },
    replaced: { count: 1, inputs: [{ id: 'd', before: ['spam'], after: ['spam'] }] },
    moved: { count: 1, inputs: [{ id: 'k', before: ['ham'], after: ['ham'] }] },
    concepts: [
      { id: 'ham', name: 'ham', added: 1, removed: 1, gained: 1, lost: 0 },
      { id: 'spam', name: 'spam', added: 1, removed: 0, gained: 0, lost: 1 },
    ],
  });
});

test('lists a page of each, and counts all', async () => {
  const second = await difference('from=v1&per_page=1&page=2');
  expect(second.added).toEqual({ count: 2, inputs: [{ id: 'e', after: ['ham'] }] });
  expect(second.removed).toEqual({ count: 1, inputs: [] });
});

test('of a version to itself there is none', async () => {
  const none = await difference('from=v2');
  expect([none.unchanged, none.added.count, none.concepts]).toEqual([6, 0, []]);
});

test('what there is to compare with must be named, and be there', async () => {
  const path = `${versions}/v2/difference`;
  expect((await lab.refused('GET', path))[2]).toMatch(/\?from=\{dataset_version_id\}/);
  expect((await lab.refused('GET', `${path}?from=v9`))[1]).toBe(11101);
  const stranger = await lab.keyOf('stranger');
  const foreign = await lab.send('GET', `${lab.base}${path}?from=v1`, undefined, stranger);
  expect(foreign.body.status.code).toBe(11101);
});
