import fc from 'fast-check';
import { csvRecords } from '../../../cli/import/tables/csv.ts';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { sourceOf } from '../../../cli/import/source.ts';
import { s3Origin } from '../../../operator/import/s3-origin.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import { Folder } from './service.ts';

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of found) list.push(one);
  return list;
}

let folder: Folder;
afterEach(() => folder.remove());
/** From a folder; and from a bucket, where it must be the same. */
const read = async (files: Record<string, string>, from = '') => {
  folder = new Folder(files);
  const aws = new FakeAws();
  for (const [name, content] of Object.entries(files))
    aws.s3.plant('pictures', `set/${name}`, content);
  const local = localOrigin(folder.at(from));
  const remote = await s3Origin(fakeClients(aws).s3, `s3://pictures/set${from && `/${from}`}`);
  const entries = await all((await sourceOf(local)).read());
  const same = await all((await sourceOf(remote)).read());
  expect(
    JSON.parse(JSON.stringify(same).replaceAll('s3://pictures/set/', `${folder.path}/`)),
  ).toEqual(entries);
  return entries;
};
const file = (name: string) => ({ kind: 'file', name });

describe('a folder of images', () => {
  test('in order of names, the folder is the concept; other files and hidden ones are left out', async () => {
    const images = ['dog/b.PNG', 'cat/2.jpg', 'cat-big/1.jpg', 'cat/1.jpg', 'a.png'];
    const names = [...images, 'notes.txt', '.git/x.png', 'cat/.hidden.png'];

    const entries = await read(Object.fromEntries(names.map((name) => [name, ''])));

    expect(entries.filter(({ where }) => images.includes(where))).toEqual(
      [
        ['a.png', []],
        ['cat-big/1.jpg', ['cat-big']],
        ['cat/1.jpg', ['cat']],
        ['cat/2.jpg', ['cat']],
        ['dog/b.PNG', ['dog']],
      ].map(([name, concepts]) => ({
        where: name,
        content: file(name as string),
        concepts,
        metadata: {},
      })),
    );
    const left = entries.flatMap((entry) => ('word' in entry ? [[entry.where, entry.word]] : []));
    expect(left).toEqual(
      expect.arrayContaining([
        ['.git', 'hidden'],
        ['cat/.hidden.png', 'hidden'],
      ]),
    );
  });
});

describe('CSV', () => {
  test('named columns have their meaning, the others are metadata', async () => {
    const rows = [
      '\ufeffid,text,image,concepts,completion',
      'r1,"He said ""no"", twice',
      'and left",,a|b,yes',
      '',
      ',,pictures/1.png,a,',
      ',,https://example.com/2.png,,',
      'only,two',
      ',,../secret.png,,',
      ',,,,none',
    ];

    const entries = await read({ 'rows.csv': rows.join('\r\n') }, 'rows.csv');

    expect(entries).toEqual([
      {
        where: 'rows.csv:2',
        id: 'r1',
        content: { kind: 'text', text: 'He said "no", twice\r\nand left' },
        concepts: ['a', 'b'],
        metadata: { completion: 'yes' },
      },
      { where: 'rows.csv:5', content: file('pictures/1.png'), concepts: ['a'], metadata: {} },
      {
        where: 'rows.csv:6',
        content: { kind: 'url', url: 'https://example.com/2.png' },
        concepts: [],
        metadata: {},
      },
      {
        where: 'rows.csv:7',
        kind: 'failed',
        reason: expect.stringMatching(/has 2 fields; the header has 5: \["only","two"\]/),
      },
      {
        where: 'rows.csv:8',
        kind: 'failed',
        reason: `'../secret.png' lies outside ${folder.path}/`,
      },
      { where: 'rows.csv:9', kind: 'failed', reason: 'The row has neither an image nor a text' },
    ]);
  });

  test('what was written is read, wherever the chunks of the file end', async () => {
    folder = new Folder();
    const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', '😀') });
    const record = fc.tuple(fc.constant('x'), field, field);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

    await fc.assert(
      fc.asyncProperty(fc.array(record), fc.integer({ min: 1, max: 7 }), async (records, size) => {
        const text = records.map((fields) => fields.map(quoted).join(',')).join('\n');
        const bytes = new TextEncoder().encode(text);
        const chunks = async function* () {
          for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
        };
        const found = await all(csvRecords(chunks()));
        expect(found.map(({ fields }) => fields)).toEqual(records);
      }),
    );
  });

  test.each([
    ['line ends of Windows', 'a,b\r\nc,d\r\n', [1, 2]],
    ['line ends that were made twice', 'a,b\r\r\nc,d\r\r\n', [1, 2]],
    ['no line end at the end', 'a,b\nc,d', [1, 2]],
    ['lines without text', '\n  \na,b\n\n\nc,d\n', [3, 6]],
  ])('%s', async (_, text, lines) => {
    folder = new Folder();
    const bytes = async function* () {
      yield new TextEncoder().encode(text);
    };

    const found = await all(csvRecords(bytes()));

    expect(found).toEqual([
      { fields: ['a', 'b'], line: lines[0] },
      { fields: ['c', 'd'], line: lines[1] },
    ]);
  });

  test.each([
    // [what is written, what is read]
    ['a quote inside of a field', 'say "no" twice', 'say "no" twice'],
    ['a quote at the end', '5"', '5"'],
    ['spaces around', '  a  ', '  a  '],
    ['spaces in quotes', '"  a  "', '  a  '],
    ['a line end of Windows in quotes', '"a\r\nb"', 'a\r\nb'],
  ])('%s stays', async (_, written, wanted) => {
    folder = new Folder();
    const bytes = async function* () {
      yield new TextEncoder().encode(`${written},x`);
    };

    expect(await all(csvRecords(bytes()))).toEqual([{ fields: [wanted, 'x'], line: 1 }]);
  });

  test('lines are counted through fields of several lines', async () => {
    const rows = ['id,text', 'a,"1\r\n2\r\n3"', '', 'only', '"b","1\n\n2"', 'only'];

    const entries = await read({ 'rows.csv': rows.join('\r\n') }, 'rows.csv');

    expect(entries.map(({ where }) => where)).toEqual([
      'rows.csv:2',
      'rows.csv:6',
      'rows.csv:7',
      'rows.csv:10',
    ]);
  });

  test('a forgotten quote does not take the memory of the whole file', async () => {
    folder = new Folder();
    let sent = 0;
    const bytes = async function* () {
      yield new TextEncoder().encode('text\nfine\n"never closed');
      for (; sent < 1000; sent += 1) yield new Uint8Array(1_000_000).fill(97);
    };

    await expect(all(csvRecords(bytes()))).rejects.toThrow(
      'The record that begins in line 3 has a quote',
    );
    expect(sent).toBeLessThan(20);
  });

  test('a file that cannot be read to its end is an error', async () => {
    folder = new Folder();
    const bytes = async function* () {
      yield new TextEncoder().encode('text\nfine\n');
      throw new Error('the connection broke');
    };

    await expect(all(csvRecords(bytes()))).rejects.toThrow('the connection broke');
  });

  test('a quote that is never closed is named by its line', async () => {
    const reading = read({ 'rows.csv': 'text\nfine\n"never\nclosed\n' }, 'rows.csv');

    await expect(reading).rejects.toThrow('The record that begins in line 3 has a quote');
  });
});

test('JSONL: lists or texts as concepts, numbers as labels, broken lines by number', async () => {
  const rows = [
    '{"id": 7, "text": "one", "concepts": ["a b", "c"], "source": {"page": 3}}',
    'no json',
    '[]',
    '',
    '{"prompt": "two", "label": 1, "completion": "three"}',
  ];

  const entries = await read({ 'rows.jsonl': rows.join('\n') }, 'rows.jsonl');

  expect(entries).toEqual([
    {
      where: 'rows.jsonl:1',
      id: '7',
      content: { kind: 'text', text: 'one' },
      concepts: ['a b', 'c'],
      metadata: { source: { page: 3 } },
    },
    { where: 'rows.jsonl:2', kind: 'failed', reason: 'The line is no JSON object: "no json"' },
    { where: 'rows.jsonl:3', kind: 'failed', reason: 'The line is no JSON object: "[]"' },
    {
      where: 'rows.jsonl:5',
      content: { kind: 'text', text: 'two' },
      concepts: ['1'],
      metadata: { completion: 'three' },
    },
  ]);
});

test.each([
  [
    'metadata.jsonl',
    [
      '{"file_name": "1.png", "text": "a dog", "objects": {"bbox": [[1, 2, 3, 4]], "categories": [5]}}',
      '{"file_name": "2.png", "objects": {"bbox": [[1, 2, 3, 4]], "categories": []}}',
    ],
    [
      {
        where: 'metadata.jsonl:1',
        regions: [{ concept: '5', box: [1, 2, 3, 4] }],
        metadata: { text: 'a dog' },
      },
      {
        where: 'metadata.jsonl:2',
        kind: 'failed',
        reason: expect.stringMatching(/of the same length/),
      },
    ],
  ],
  [
    'metadata.csv',
    ['file_name,label', '1.png,cat'],
    [{ where: 'metadata.csv:2', concepts: ['cat'] }],
  ],
])('Hugging Face imagefolder with %s', async (name, rows, expected) => {
  const entries = await read({ [name]: rows.join('\n'), '1.png': '', '2.png': '', 'x/3.png': '' });

  expect(entries).toMatchObject(expected);
  expect(entries[0]).toMatchObject({ content: file('1.png') });
});

test.each([
  ['none.csv', {}, "none.csv' does not exist"],
  ['rows.xlsx', { 'rows.xlsx': '' }, 'is an Excel workbook'],
])('%s is refused', async (from, files, message) => {
  folder = new Folder(files);

  await expect(async () => sourceOf(localOrigin(folder.at(from)))).rejects.toThrow(message);
});
