import { inputWrite } from '../../../../core/dataset/record/store-input.ts';
import type { Input } from '../../../../core/dataset/record/input.ts';
import { keys } from '../../../../core/records/keys.ts';
import { nextVersion } from '../../../../core/model/version-id.ts';
import { versionWrite } from '../../../../core/model/version-store.ts';
import { scope } from '../../../lambda/account.ts';
import { trainedVersion } from '../../../bench/trained-version.ts';
import { AppUnderTest, idsOf } from '../app-under-test.ts';

const lab = new AppUnderTest();
const count = 90;
const inputIds = Array.from({ length: count }, (_, n) => `i-${String(n).padStart(2, '0')}`);
/** Created in the reverse order of their ids, two at each instant. */
const createdAt = (n: number) =>
  new Date(Date.UTC(2026, 0, 1) - Math.floor(n / 2) * 1000).toISOString();
const versionIds = inputIds.map((_, n) => nextVersion({ lastSequence: n }, lab.deps.newId()).id);

function madeAt(n: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString();
}

function input(n: number): Input {
  const [id, at] = [inputIds[n]!, createdAt(n)];
  const times = { createdAt: at, modifiedAt: at };
  const datasetIds = n % 3 === 0 ? ['third'] : [];
  return {
    id,
    data: { kind: 'text', text: id },
    concepts: [],
    metadata: {},
    datasetIds,
    ...times,
  };
}

beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/datasets', { datasets: [{ id: 'third' }] });
  await lab.must('POST', '/models', {
    models: [{ id: 'reader', model_type_id: 'text-classifier' }],
  });
  const { table } = lab.deps;
  const [first] = (await table.query(keys.versionsOf(scope, 'reader'))).items;
  await table.write([{ delete: first! }]);
  await table.write(inputIds.map((_, n) => inputWrite(scope, input(n), 'absent')));
  const version = (id: string, n: number) => trainedVersion(scope, 'reader', id, madeAt(n));
  await table.write(versionIds.map((id, n) => versionWrite(version(id, n))));
});
afterAll(() => lab.close());

const lists = [
  ['inputs', '/inputs?per_page=4', 'inputs', inputIds],
  ['versions', '/models/reader/versions?per_page=4', 'model_versions', versionIds.toReversed()],
  [
    'versions, oldest first',
    '/models/reader/versions?per_page=4&sort_ascending=true',
    'model_versions',
    versionIds,
  ],
] as const;

describe.each(lists)('a list of %s', (_name, path, field, wanted) => {
  const page = async (number: number) =>
    idsOf((await lab.must('GET', `${path}&page=${number}`))[field]);

  test('has every item once, in order, over its pages', async () => {
    const pages: string[] = [];
    for (let number = 1; number <= 23; number += 1) pages.push(...(await page(number)));

    expect(pages).toEqual(wanted);
  });

  test('ends with an empty page, however far behind its end', async () => {
    expect(await page(23)).toHaveLength(2);
    expect(await page(24)).toEqual([]);
    expect(await page(9_007_199_254_740_991)).toEqual([]);
  });

  test('is not read up to the page: the last one takes one call more than the first', async () => {
    const queriesFor = async (number: number) => {
      const before = lab.account.aws.count('dynamodb', 'Query');
      await page(number);
      return lab.account.aws.count('dynamodb', 'Query') - before;
    };
    const first = await queriesFor(1);

    expect(await queriesFor(2)).toBe(first + 1);
    expect(await queriesFor(22)).toBe(first + 1);
  });
});

test('a list with a condition is paged by what meets it', async () => {
  const members = inputIds.filter((_, n) => n % 3 === 0);
  const path = '/datasets/third/inputs?per_page=7&page=';

  const [second, last] = [await lab.must('GET', `${path}2`), await lab.must('GET', `${path}5`)];

  const idOf = ({ input: { id } }: { input: { id: string } }) => id;
  expect(second.dataset_inputs.map(idOf)).toEqual(members.slice(7, 14));
  expect(last.dataset_inputs.map(idOf)).toEqual(members.slice(28));
});

test.each([false, true])(
  'a stream is in the order of creation, those of one instant by id (descending: %s)',
  async (descending) => {
    const byAge = inputIds.toSorted((a, b) => {
      const [one, other] = [createdAt(inputIds.indexOf(a)), createdAt(inputIds.indexOf(b))];
      return one === other ? (a < b ? -1 : 1) : one < other ? -1 : 1;
    });
    const wanted = descending ? byAge.toReversed() : byAge;
    const seen: string[] = [];
    for (;;) {
      const last = seen.length > 0 ? `&last_id=${seen.at(-1)}` : '';
      const path = `/inputs/stream?per_page=16&descending=${descending}${last}`;
      const ids = idsOf((await lab.must('GET', path)).inputs);
      if (ids.length === 0) break;
      seen.push(...ids);
    }

    expect(seen).toEqual(wanted);
  },
);

test('inputs are counted, those that could not be ingested apart, until they are deleted', async () => {
  const counts = async () => (await lab.must('GET', '/inputs/status')).counts;
  await lab.send('POST', `${lab.base}/inputs`, { inputs: [{ id: 'empty', data: {} }] });

  expect(await counts()).toMatchObject({ processed: count, errors: 1 });
  expect((await lab.must('GET', '/resource_counts')).inputs).toBe(String(count + 1));
  await lab.must('DELETE', '/inputs/empty');
  expect(await counts()).toMatchObject({ processed: count, errors: 0 });
});
