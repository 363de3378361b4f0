import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandFailure } from '../../../cli/frame/failure.ts';
import { readJobFile } from '../../../cli/journey/job-file/read-job-file.ts';
import { jobFileText } from '../../../cli/journey/job-file/write-job-file.ts';
import { modelTypes, templatesOf } from '../../../core/catalog/catalog.ts';

const folder = mkdtempSync(join(tmpdir(), 'job-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  writeFileSync(join(folder, 'job.yaml'), text);
  return readJobFile('job.yaml', folder);
}

function problemsOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    const { exitStatus, message } = error as CommandFailure;
    return `${exitStatus} ${message}`;
  }
  return 'read';
}

test('paths start from the folder of the file, and dollars are micro-dollars', () => {
  const job = `
data:
  from: ../pictures
  dataset: fruit
  columns: {text: review}
  skip_failed: true
model: sorter
type: visual-classifier
template: Deeptune_ResNet_Small
hyperparameters:
  num_epochs: 3
max_price: 0.5
`;

  expect(read(job)).toEqual({
    from: join(folder, '..', 'pictures'),
    dataset: 'fruit',
    reading: { columns: { text: 'review' }, hasHeader: true },
    model: 'sorter',
    type: 'visual-classifier',
    template: 'Deeptune_ResNet_Small',
    params: { num_epochs: 3 },
    maxPriceMicros: 500_000,
    update: false,
    skipFailed: true,
  });
});

const typed = 'data: {from: p}\ntype: visual-classifier\n';

test.each([
  ['', 'it is empty'],
  ['- a\n', 'line 1: the file: wanted keys with values, but ["a"] was given'],
  ['data: {from: p}\n model: m\n', 'line 2: '],
  ['data: {from: p}\nmodel: a\nmodel: b\n', 'line 3: Map keys must be unique'],
  ['data:\n  frmo: x\n', "line 2: 'frmo' is not known here; wanted: from, dataset,"],
  ['data: {from: p}\nmodle: m\n', "line 2: 'modle' is not known here; wanted: data, model,"],
  ['data: {}\n', 'line 1: data needs from'],
  ['data:\n  from: p\n  version: v\n', 'line 3: data.version is a dataset version'],
  ['data:\n  from: 7\n', 'line 2: data.from: wanted a text, but 7 was given'],
  [
    'data: {from: p}\n\nmax_price: lots\n',
    'line 3: max_price: wanted a number, but "lots" was given',
  ],
  ['data: {from: p}\ntype: visual-clasifier\n', "line 2: type is 'visual-clasifier' but must be"],
  [`${typed}template: Nix\n`, 'line 3: '],
  [
    `${typed}template: Deeptune_ResNet_Small\nhyperparameters:\n  image_size: 32\n  num_epochs: 0\n`,
    'line 6: num_epochs must be a whole number from 1 to 200, but 0 was given',
  ],
  [`${typed}template: Deeptune_ResNet_Small\nhyperparameters:\n  epochs: 3\n`, 'line 5: '],
  ['data: {from: p}\ndata: {from: q}\n', 'Map keys must be unique'],
  ['data: [', ''],
])('%j is told by its line', (text, words) => {
  const told = problemsOf(text);

  expect(told).toMatch(/^2 job\.yaml is not a job file/);
  expect(told).toContain(words);
});

test('a file that is not there is 3, with the command that writes one', () => {
  expect(() => readJobFile('none.yaml', folder)).toThrow(
    expect.objectContaining({
      exitStatus: 3,
      next: ['deeptune init ./pictures --out none.yaml'],
    }) as CommandFailure,
  );
});

const templates = modelTypes.flatMap((type) =>
  templatesOf(type).map(({ id }) => [type.id, id] as const),
);

test.each(templates)('what init writes for %s %s can be read', (typeId, templateId) => {
  const job = {
    ...{ from: 'Äpfel: & "Birnen"', dataset: 'd', model: 'm', typeId, templateId },
    ...{ typeWhy: 'x', templateWhy: 'y' },
  };

  const found = read(jobFileText(job, 'job.yaml'));

  expect(found).toMatchObject({ type: typeId, template: templateId, maxPriceMicros: 2_000_000 });
  expect(found.from).toBe(join(folder, 'Äpfel: & "Birnen"'));
});

describe('a hostile file', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      'bcdefgh'.split('').map((name, at) => {
        const before = 'abcdefg'[at];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
      }),
    )
    .join('\n');

  test.each([
    ['stands for more than it says', bomb, 'Excessive alias count'],
    ['refers to itself', 'data: &d\n  from: *d\n', ''],
    ['names a type of another language', 'data: !!python/object/apply:os.system [id]', 'line 1'],
    ['reaches for the prototype', '__proto__: {polluted: true}\ndata: {from: a}', '__proto__'],
    ['merges another part', 'data: {<<: {from: a}}', "'<<' is not known here"],
    ['is nested without end', `data: ${'['.repeat(20_000)}`, ''],
    ['is no file of words', '\u0000\u0001\u0002', ''],
  ])('that %s is refused', (_what, text, words) => {
    const problem = problemsOf(text);

    expect(problem).toMatch(/^2 job.yaml is not a job file/);
    expect(problem).toContain(words);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('that has no end is not read to it', () =>
    expect(() => readJobFile('/dev/zero', folder)).toThrow('more than 1,000,000 bytes'));
});
