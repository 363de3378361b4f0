import { readFileSync } from 'node:fs';
import { Client } from '../../../client/client.ts';
import { localOrigin } from '../../../cli/import/folder-files.ts';
import { importInputs } from '../../../cli/import/import.ts';
import type { Counts } from '../../../cli/import/counts.ts';
import type { Reading } from '../../../cli/import/layout.ts';
import { Folder, Service } from './service.ts';

let service: Service;
let folder: Folder;
let apps = 0;
beforeAll(async () => {
  service = await Service.start();
});
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());
afterAll(() => service.close());

/** What became of a file: texts with their concepts (`-` before one said not to be there). */
interface Read {
  readonly counts: Counts;
  readonly rows: readonly (readonly [string, readonly string[]])[];
  readonly metadata: readonly object[];
}

async function importFile(
  name: string,
  content: string | Uint8Array,
  reading: Reading = {},
): Promise<Read> {
  folder.write(name, content);
  const appId = `app${(apps += 1)}`;
  await service.client.call('PostApps', {}, { apps: [{ id: appId }] });
  const { url, key } = service;
  const client = new Client({ url, key, userId: 'tester', appId });
  const counts = await importInputs(client, {
    datasetId: 'set',
    origin: localOrigin(folder.at(name)),
    reading,
    byUrl: false,
    journalPath: folder.at('journal.json'),
    errorsPath: folder.at('errors.jsonl'),
    wait: () => Promise.reject(new Error('the service is away')),
    onProgress: () => undefined,
  });
  const { inputs } = await client.call('ListInputs', { per_page: 100 });
  const sorted = inputs.toSorted((a, b) =>
    (a.data.text?.raw ?? '') < (b.data.text?.raw ?? '') ? -1 : 1,
  );
  const conceptsOf = (data: (typeof inputs)[number]['data']) =>
    (data.concepts ?? []).map(({ name = '', value = 1 }) => (value > 0 ? name : `-${name}`));
  return {
    counts,
    rows: sorted.map(({ data }) => [data.text?.raw ?? '', conceptsOf(data).toSorted()]),
    metadata: sorted.map(({ data }) => data.metadata ?? {}),
  };
}

const plain = [
  ['bad one', ['bad']],
  ['good one', ['good']],
];
const csv = 'text,label\ngood one,good\nbad one,bad\n';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('the same two rows, as people have them', () => {
  const objects = [
    { text: 'good one', label: 'good' },
    { text: 'bad one', label: 'bad' },
  ];
  const [first, second] = objects.map((row) => JSON.stringify(row));

  test.each<[string, string, string | Uint8Array, Reading?]>([
    ['UTF-8', 'a.csv', csv],
    ['a byte order mark', 'a.csv', `\ufeff${csv}`],
    ['UTF-16 LE with a mark', 'a.csv', utf16(`\ufeff${csv}`)],
    ['UTF-16 LE without one', 'a.csv', utf16(csv)],
    ['UTF-16 BE with a mark', 'a.csv', utf16(`\ufeff${csv}`).swap16()],
    ['UTF-16 BE without one', 'a.csv', utf16(csv).swap16()],
    ['semicolons', 'a.csv', csv.replaceAll(',', ';')],
    ['tabs', 'a.csv', csv.replaceAll(',', '\t')],
    ['tabs, as .tsv', 'a.tsv', csv.replaceAll(',', '\t')],
    ['bars', 'a.csv', csv.replaceAll(',', '|')],
    ["Excel's first line", 'a.csv', `sep=;\n${csv.replaceAll(',', ';')}`],
    ['another delimiter', 'a.csv', csv.replaceAll(',', '~'), { delimiter: '~' }],
    ['line ends of Windows', 'a.csv', csv.replaceAll('\n', '\r\n')],
    ['line ends of old Macs', 'a.csv', csv.replaceAll('\n', '\r')],
    ['no line end at the end', 'a.csv', csv.trimEnd()],
    ['quotes', 'a.csv', '"text","label"\n"good one","good"\n"bad one","bad"\n'],
    ['a capital header with spaces', 'a.csv', csv.replace('text,label', ' Text , LABEL ')],
    ["pandas' index", 'a.csv', ',text,label\n0,good one,good\n1,bad one,bad\n'],
    ["pandas' index, named", 'a.csv', 'Unnamed: 0,text,label\n0,good one,good\n1,bad one,bad\n'],
    ['empty columns at the end', 'a.csv', 'text,label,,\ngood one,good,,\nbad one,bad,,\n'],
    ['blank lines', 'a.csv', `\n\n${csv.replaceAll('\n', '\n\n')}`],
    ['other names', 'a.csv', csv.replace('text,label', 'Review,Sentiment')],
    [
      'names that only the person knows',
      'a.csv',
      csv.replace('text,label', 'q1,q2'),
      { columns: { text: 'q1', label: 'Q2' } },
    ],
    [
      'no header',
      'a.csv',
      'good one,good\nbad one,bad\n',
      { hasHeader: false, columns: { text: '1', label: '2' } },
    ],
    ["a category's name", 'a.csv', csv.replace('label', 'category')],
    ['JSONL', 'a.jsonl', `${first}\n${second}\n`],
    ['JSONL with a mark and blank lines', 'a.jsonl', `\ufeff\n${first}\r\n\r\n${second}\r\n\r\n`],
    ['JSONL in UTF-16', 'a.jsonl', utf16(`\ufeff${first}\n${second}\n`)],
    ['a list in one line', 'a.jsonl', `[${first},${second}]`],
    ['a list over lines', 'a.jsonl', `[${first},\n${second}]\n`],
    ['a list, as .json', 'a.json', JSON.stringify(objects, null, 2)],
    [
      'objects over lines',
      'a.jsonl',
      objects.map((row) => JSON.stringify(row, null, 2)).join('\n'),
    ],
  ])('%s', async (_, name, content, reading = {}) => {
    const { counts, rows, metadata } = await importFile(name, content, reading);

    expect(rows).toEqual(plain);
    expect(metadata).toEqual([{}, {}]);
    expect(counts).toMatchObject({ read: 2, added: 2, there: 0, leftOut: {}, failed: 0 });
  });
});

describe('labels', () => {
  test.each<[string, string, readonly string[]]>([
    ['several in a cell', 'x,a|b', ['a', 'b']],
    ['a list as JSON writes it', 'x,"[""a"", ""b c""]"', ['a', 'b c']],
    ['a list as Python writes it', `x,"['a', ""it's""]"`, ['a', "it's"]],
    ['a list as numpy writes it', "x,['a' 'b']", ['a', 'b']],
    ['brackets that are the label', 'x,[sic]', ['[sic]']],
    ['a comma that is in the label', 'x,"Washington, DC"', ['Washington, DC']],
    ['a number', 'x,1', ['1']],
    ['a truth value', 'x,True', ['True']],
    ['spaces around', 'x,  a  ', ['a']],
    ['accents in two parts', 'x,cafe\u0301', ['caf\u00e9']],
    ['a hash', 'x,C#', ['C#']],
    ['plus signs', 'x,C++', ['C++']],
    ['the same twice', 'x,a|a', ['a']],
    ['nothing', 'x,', []],
  ])('of a CSV: %s', async (_, row, concepts) => {
    const { rows } = await importFile('a.csv', `text,label\n${row}\n`);

    expect(rows).toEqual([['x', concepts]]);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['a list', ['a', 'b'], ['a', 'b']],
    ['an object', { id: 'a' }, ['a']],
    ['an object with a name', { name: 'a' }, ['a']],
    [
      'objects with values',
      [
        { id: 'a', value: 1 },
        { id: 'b', value: 0 },
      ],
      ['-b', 'a'],
    ],
    ['a number', 3, ['3']],
    ['a truth value', false, ['false']],
    ['null', null, []],
  ])('of JSON: %s', async (_, label, concepts) => {
    const { rows } = await importFile('a.jsonl', JSON.stringify({ text: 'x', label }));

    expect(rows).toEqual([['x', concepts]]);
  });

  test('a hash stays in the name; the id is written without', async () => {
    const { counts } = await importFile('a.csv', 'text,label\nx,C#\n');
    const { url, key } = service;
    const client = new Client({ url, key, userId: 'tester', appId: `app${apps}` });

    const { concepts } = await client.call('ListConcepts', {});

    expect(concepts).toMatchObject([{ id: 'C%23', name: 'C#' }]);
    expect(counts.notes).toEqual({ 'concept-id': 1 });
  });

  test.each<[string, string, RegExp]>([
    ['what no label can be made of', '{"text": "x", "label": {"cat": 1}}', /label is \{"cat":1\}/],
    ['a list in a list', '{"text": "x", "label": [["a"]]}', /label is \["a"\]/],
    [
      'a label that is a text',
      `{"text": "x", "label": "${'y'.repeat(130)}"}`,
      /at most 128 .* 130/,
    ],
    ['a value above 1', '{"text": "x", "label": {"id": "a", "value": 7}}', /"value":7/],
  ])('%s fails with its value', async (_, line, reason) => {
    const problems: string[] = [];
    folder.write('a.jsonl', `${line}\n`);

    const counts = await importInputs(service.client, {
      datasetId: 'set',
      origin: localOrigin(folder.at('a.jsonl')),
      byUrl: false,
      journalPath: folder.at('journal.json'),
      errorsPath: folder.at('errors.jsonl'),
      wait: () => Promise.reject(new Error('the service is away')),
      onProgress: () => undefined,
      onProblem: (problem) => problems.push(problem.reason),
    });

    expect(counts).toMatchObject({ read: 1, added: 0, failed: 1 });
    expect(problems).toEqual([expect.stringMatching(reason)]);
  });
});

test("Clarifai's own CSV: ids, concepts with commas, metadata as an object", async () => {
  const rows = [
    'inputid,input,concepts,metadata,geopoints',
    'a1,i liked it,"good,nice","{""k"": 1}",',
    'a2,i hated it,bad,,',
  ];

  const { rows: read, metadata } = await importFile('a.csv', rows.join('\n'));

  expect(read).toEqual([
    ['i hated it', ['bad']],
    ['i liked it', ['good', 'nice']],
  ]);
  expect(metadata).toEqual([{}, { k: 1 }]);
});

test('an encoding that is named is read; characters that were lost before are said', async () => {
  const latin = Buffer.from('text,label\nle caf\u00e9,g\u00e9nial\n', 'latin1');
  const { rows } = await importFile('a.csv', latin, { encoding: 'windows-1252' });
  const { counts } = await importFile('b.csv', 'text\nle caf\ufffd\n');

  expect(rows).toEqual([['le caf\u00e9', ['g\u00e9nial']]]);
  expect(counts).toMatchObject({ added: 1, notes: { 'replacement-character': 1 } });
});

test('rows that say nothing are left out by reason; ragged and empty ones fail', async () => {
  const rows = ['text,label', 'one,a', ',', 'two,b,c', 'three', ',b', '  ,b'];

  const { counts, rows: read } = await importFile('a.csv', rows.join('\n'));

  expect(read).toEqual([['one', ['a']]]);
  expect(counts).toMatchObject({ read: 6, added: 1, leftOut: { 'empty-row': 1 }, failed: 4 });
});

test("OpenAI's chats become texts with what should follow", async () => {
  const chat = (said: string) => ({
    messages: [
      { role: 'user', content: said },
      { role: 'assistant', content: `${said}!` },
    ],
  });
  const lines = [chat('hello'), chat('bye'), { messages: [{ role: 'system', content: 'only' }] }];

  const { counts, rows, metadata } = await importFile(
    'chats.jsonl',
    lines.map((line) => JSON.stringify(line)).join('\n'),
  );

  expect(rows.map(([text]) => text)).toEqual(['user: bye\nassistant:', 'user: hello\nassistant:']);
  expect(metadata).toEqual([{ completion: 'bye!' }, { completion: 'hello!' }]);
  expect(counts).toMatchObject({ read: 3, added: 2, failed: 1 });
});

describe('refused before anything is sent', () => {
  test.each<[string, string, string | Uint8Array, RegExp, Reading?]>([
    [
      'bytes that are not UTF-8',
      'a.csv',
      Buffer.from('text,label\nle caf\u00e9,g\u00e9nial\n', 'latin1'),
      /line 2: byte 0xE9 is not UTF-8\. Read as windows-1252 it says "le café,génial"/,
    ],
    [
      'bytes that are not what was named',
      'a.csv',
      Buffer.from([0x61, 0xff, 0xfe]),
      /is not utf-8/,
      { encoding: 'utf-8' },
    ],
    [
      'an encoding that nobody knows',
      'a.csv',
      csv,
      /--encoding klingon is not known/,
      { encoding: 'klingon' },
    ],
    ['UTF-32', 'a.csv', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), /is UTF-32/],
    ['a workbook by another name', 'a.csv', Buffer.from('PK\u0003\u0004rest'), /Excel workbook/],
    [
      'a column twice',
      'a.csv',
      'text,label,label\nx,a,b\n',
      /has "label" 2 times \(columns 2, 3\)/,
    ],
    [
      'no column that is known',
      'a.csv',
      'foo,bar\nx,a\n',
      /found "foo", "bar"; wanted text or image/,
    ],
    ['no header', 'a.csv', 'I liked it,good\nx,a\n', /add --no-header/],
    [
      'a column that is not there',
      'a.csv',
      csv,
      /--text-column body: there is no such column; there are "text", "label"/,
      { columns: { text: 'body' } },
    ],
    [
      'a box in each row',
      'a.csv',
      'filename,class,xmin,ymin,xmax,ymax\na.png,x,1,2,3,4\n',
      /hold one box a row/,
    ],
    ['an empty file', 'a.csv', '', /is empty/],
    ['no objects', 'a.jsonl', 'hello\n', /holds no JSON object/],
    ['a list that ends too early', 'a.json', '[{"text": "x"},', /is not closed/],
    ['something between objects', 'a.json', '[{"text": "x"} and {"text": "y"}]', /has "a" between/],
    ['a delimiter of two characters', 'a.csv', csv, /wanted one character/, { delimiter: ';;' }],
  ])('%s', async (_, name, content, message, reading = {}) => {
    const posted = service.posted.length;

    await expect(importFile(name, content, reading)).rejects.toThrow(message);

    expect(service.posted).toHaveLength(posted);
  });
});

test('nothing but a header is an error', async () => {
  await expect(importFile('a.csv', 'text,label\n')).rejects.toThrow(/Nothing was read from CSV/);
});

test('whole numbers that JavaScript cannot hold keep their digits: ids, concepts, metadata', async () => {
  const rows = [
    '{"id":12345678901234567890,"text":"a","label":90071992547409931,"post":1234567890123456789}',
    '{"id":12345678901234567891,"text":"b","label":90071992547409932,"post":-12345678901234567}',
    '{"id":7,"text":"c","label":0.1234567890123456789,"post":[9007199254740991, 1e30]}',
  ];

  const { counts, rows: read, metadata } = await importFile('rows.jsonl', rows.join('\n'));

  expect(counts).toMatchObject({ read: 3, added: 3, failed: 0 });
  expect(read).toEqual([
    ['a', ['90071992547409931']],
    ['b', ['90071992547409932']],
    ['c', ['0.12345678901234568']],
  ]);
  expect(metadata).toEqual([
    { post: '1234567890123456789' },
    { post: '-12345678901234567' },
    { post: [9007199254740991, 1e30] },
  ]);
});

test('a metadata object that names a column again replaces nothing', async () => {
  const rows = ['text,note,metadata', 'a,own,"{""note"": ""other""}"', 'b,own,"{""k"": 1}"'];

  const { metadata } = await importFile('rows.csv', rows.join('\n'));

  expect(metadata).toEqual([
    { note: 'own', metadata: '{"note": "other"}' },
    { note: 'own', k: 1 },
  ]);
});

describe('what the service would refuse, or would take the last of, fails with its row', () => {
  const row = (more: object) => JSON.stringify({ text: 'bad', ...more });
  const good = JSON.stringify({ text: 'good', label: 'good', constructor: 'c' });
  const label = [
    { id: 'cat', value: 1 },
    { id: 'cat', value: 0 },
  ];
  const names = [
    { id: 'cat', name: 'Cat' },
    { id: 'cat', name: 'Tom' },
  ];
  const nested = JSON.parse('['.repeat(120) + ']'.repeat(120)) as object;

  test.each([
    ['two values', row({ label }), 'say "cat" twice, with the values 1 and 0'],
    ['two names', row({ label: names }), 'say "cat" twice, with the names "Cat" and "Tom"'],
    ['a prototype', '{"text":"bad","__proto__":{"a":1}}', "field '__proto__'"],
    ['a prototype, deep', '{"text":"bad","a":{"__proto__":1}}', "field '__proto__'"],
    ['nesting', row({ a: nested }), 'nested deeper than 100 levels'],
    ['a long value', row({ a: 'x'.repeat(100_001) }), 'has 100001 characters'],
    ['half a character', '{"text":"bad","a":"\\ud800"}', 'not valid Unicode'],
  ])('%s', async (_what, line, reason) => {
    const { counts, rows, metadata } = await importFile('a.jsonl', `${line}\n${good}\n`);

    expect(counts).toMatchObject({ read: 2, added: 1, failed: 1 });
    expect(rows).toEqual([['good', ['good']]]);
    expect(metadata).toEqual([{ constructor: 'c' }]);
    const problem = JSON.parse(readFileSync(folder.at('errors.jsonl'), 'utf8')) as object;
    expect(problem).toMatchObject({ where: 'a.jsonl:1', reason: expect.stringContaining(reason) });
  });
});
