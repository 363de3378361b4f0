import { AppUnderTest, idsOf } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
afterAll(() => lab.close());
beforeAll(async () => {
  await lab.open();
  const concepts = [
    { id: 'dog', name: 'Dog' },
    { id: 'doghouse', name: 'dog house' },
    { id: 'cat' },
    { id: 'id-hot.dog', name: 'hot.dog' },
  ];
  await lab.must('POST', '/concepts', { concepts });
});

test('a duplicate among several leaves none of them behind', async () => {
  const concepts = [{ id: 'new-one' }, { id: 'cat' }];

  const [, code, details] = await lab.refused('POST', '/concepts', { concepts });

  expect([code, details]).toEqual([40003, expect.stringMatching(/'cat' is a duplicate/)]);
  expect((await lab.refused('GET', '/concepts/new-one'))[1]).toBe(11101);
  const twice = { concepts: [{ id: 'twice' }, { id: 'twice' }] };
  expect((await lab.refused('POST', '/concepts', twice))[1]).toBe(40003);
});

test('a search meets names with wildcards, whatever the case', async () => {
  const search = async (name: string, pagination?: object) =>
    idsOf(
      (await lab.must('POST', '/concepts/searches', { concept_query: { name }, pagination }))
        .concepts,
    );

  expect(await search('dog*')).toEqual(['dog', 'doghouse']);
  expect(await search('*DOG')).toEqual(['dog', 'id-hot.dog']);
  expect(await search('hot.dog')).toEqual(['id-hot.dog']);
  expect(await search('hotxdog')).toEqual([]);
  expect(await search('dog*', { page: 2, per_page: 1 })).toEqual(['doghouse']);
});

test('the list searches by the beginning of words', async () => {
  expect(idsOf((await lab.must('GET', '/concepts?search=hou')).concepts)).toEqual(['doghouse']);
  expect(idsOf((await lab.must('GET', '/concepts?id=c*')).concepts)).toEqual(['cat']);
});

test('a patch renames; one that names nothing new changes nothing', async () => {
  const concepts = [{ id: 'cat', name: 'Tom' }];
  expect(
    (await lab.must('PATCH', '/concepts', { concepts, action: 'overwrite' })).concepts,
  ).toMatchObject(concepts);
  await lab.must('PATCH', '/concepts', { concepts: [{ id: 'cat' }] });
  expect((await lab.must('GET', '/concepts/cat')).concept.name).toBe('Tom');
  const unknown = { concepts: [{ id: 'cat', name: 'Kitty' }, { id: 'nobody' }] };
  expect((await lab.refused('PATCH', '/concepts', unknown))[1]).toBe(11101);
  expect((await lab.must('GET', '/concepts/cat')).concept.name).toBe('Tom');
  expect((await lab.refused('PATCH', '/concepts', { concepts, action: 'merge' }))[1]).toBe(11100);
});

test('counts say in how many inputs a concept is, and is not; a zero is shown', async () => {
  await lab.must('POST', '/inputs', lab.texts(['a', 'b'], undefined, [{ id: 'cat' }]));
  await lab.must('POST', '/inputs', lab.texts(['c'], undefined, [{ id: 'cat', value: 0 }]));

  const { concept_counts } = await lab.must('GET', '/concepts/status');

  const count = (id: string) =>
    concept_counts.find((each: Body) => each.id === id).concept_type_count;
  expect(count('cat')).toEqual({ positive: 2, negative: 1 });
  expect(count('dog')).toEqual({ positive: 0, negative: 0 });
});
