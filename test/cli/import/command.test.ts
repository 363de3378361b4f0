import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { examples } from '../../../cli/import/command/options.ts';
import { png } from '../../core/api/app-under-test.ts';
import { credentials as keyPair } from '../../wire/clients.ts';
import { Folder, Service } from './service.ts';

const root = join(__dirname, '..', '..', '..');
const image = Buffer.from(png, 'base64');
let service: Service;
let folder: Folder;
beforeAll(async () => {
  service = await Service.start();
});
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());
afterAll(() => service.close());

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function command(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  const script = join(root, 'bin', 'import.ts');
  const run = promisify(execFile)(process.execPath, [script, ...args], {
    cwd: folder.path,
    env: { ...process.env, DEEPTUNE_KEY: service.key, ...env },
  });
  return run.then(
    (done) => ({ code: 0, ...done }),
    (error: Result) => error,
  );
}
const here = () => ['--url', service.url, '--user', 'tester'];
const to = (app: string) => [...here(), '--app', app, '--dataset', 'set'];

test.each<[string, string[], RegExp]>([
  [
    'an unknown option',
    ['--datset', 'x'],
    /^error: unknown option '--datset'\n\(Did you mean --dataset\?\)\n\(npm run import/,
  ],
  ['no source', [], /^error: --from <place> is missing: npm run import -- --app shop/],
  ['no app', ['--from', 'x'], /^error: --app <id> is missing/],
  ['no dataset', ['--from', 'x', '--app', 'lab'], /^error: --dataset <id> is missing/],
  [
    'a word that belongs to nothing',
    ['--from', 'x', 'shop'],
    /^error: 'shop' is not an option; wanted options only/,
  ],
  [
    'a long delimiter',
    ['--from', 'x', '--delimiter', ';;'],
    /^error: option '--delimiter.*Wanted one character/,
  ],
])('%s is said in words', async (_, args, words) => {
  const { code, stdout, stderr } = await command(args);

  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/node:internal|\.ts:\d/);
});

test('a source that is not there is no wrong argument: status 1', async () => {
  const { code, stdout, stderr } = await command(['--from', 'none', '--check']);

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/none' does not exist\n$/);
});

test('options that npm kept for itself are told where they belong', async () => {
  const { stderr } = await command(['shop'], { npm_config_app: 'true' });

  expect(stderr).toMatch(/options stand behind "--": npm run import -- --app/);
});

test('nobody at the address, a wrong key, no key, no app', async () => {
  folder.write('rows.csv', 'text\nx\n');
  const from = ['--from', 'rows.csv'];

  const away = await command([...to('lab'), ...from, '--url', 'http://127.0.0.1:9']);
  const wrong = await command([...to('lab'), ...from], { DEEPTUNE_KEY: 'wrong' });
  const none = await command([...to('lab'), ...from], { DEEPTUNE_KEY: '' });
  const absent = await command([...to('nowhere'), ...from]);

  expect(away).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nothing answers at http:\/\/127\.0\.0\.1:9 /),
  });
  expect(wrong.stderr).toMatch(/^The key in DEEPTUNE_KEY is not taken by /);
  expect(none.stderr).toMatch(/^DEEPTUNE_KEY is not set/);
  expect(absent.stderr).toMatch(/^App 'nowhere' of user 'tester' does not exist: --create-app/);
});

test('--check needs neither service nor key, reads the images, and ends with 1 where one would fail', async () => {
  folder.write('set/cat/1.png', image);
  folder.write('set/cat/2.png', image.subarray(0, 40));
  folder.write('set/notes.md', 'notes');
  folder.write('set/.DS_Store', 'x');

  const { code, stdout, stderr } = await command(['--from', 'set', '--check'], {
    DEEPTUNE_KEY: '',
  });

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    read: 4,
    wouldSend: 1,
    leftOut: { 'not-an-image': 1, hidden: 1 },
    failed: 1,
    notes: {},
  });
  expect(stderr).toMatch(/concepts: 1 \(cat 1\)/);
  expect(stderr).toMatch(/would fail: 1\n {2}cat\/2\.png: image-truncated: /);
});

test('--check counts concepts as they will be, and names all that fails where it was told to', async () => {
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  const damaged = ['a', 'b', 'c', 'd'].map((name) => `set/pear, green/${name}.png`);
  folder.write(`set/${'Äpfel'.normalize('NFC')}/1.png`, image);
  folder.write(`set/${'Äpfel'.normalize('NFD')}/2.png`, image);
  folder.write('set/pear, green/1.png', image);
  folder.write('set/pear, green/phone.heic', heic);
  for (const name of damaged) folder.write(name, image.subarray(0, 40));

  const checked = ['--from', 'set', '--check', '--errors', 'checked.jsonl'];
  const { stdout, stderr } = await command([...checked, '--version', 'v']);

  const lines = readFileSync(folder.at('checked.jsonl'), 'utf8').trim().split('\n');
  expect(stderr).toMatch(/concepts: 2 \(Äpfel 2, "pear, green" 1\)/);
  expect(JSON.parse(stdout)).toMatchObject({ read: 8, wouldSend: 3, failed: 5 });
  expect(lines.map((line) => JSON.parse(line).where).toSorted()).toEqual(
    [...damaged.map((name) => name.slice(4)), 'pear, green/phone.heic'].toSorted(),
  );
  expect(lines.join()).toMatch(/phone\.heic.*image-format-unsupported: A HEIC image/);
});

test('--check finds what the service would refuse: metadata, and ids that two rows have', async () => {
  const deep = JSON.parse('['.repeat(120) + ']'.repeat(120)) as object;
  const rows = [
    { id: 'a', text: 'one', label: 'good' },
    { id: 'a', text: 'one', label: 'bad' },
    { id: 'a', text: 'two' },
    { id: 'b', text: 'three', deep },
    { id: 'c', text: 'four', long: 'x'.repeat(100_001) },
    { id: 'd', text: 'five', label: [{ id: 'x' }, { id: 'x', value: 0 }] },
  ].map((row) => JSON.stringify(row));
  const half = '{"id":"e","text":"six","half":"\\ud800"}';
  folder.write('rows.jsonl', [...rows, half].join('\n'));

  const checked = ['--from', 'rows.jsonl', '--check', '--errors', 'checked.jsonl'];
  const { code, stdout } = await command(checked, { DEEPTUNE_KEY: '' });

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    read: 7,
    wouldSend: 2,
    failed: 5,
    notes: { twice: 1 },
  });
  const lines = readFileSync(folder.at('checked.jsonl'), 'utf8').trim().split('\n');
  const found = lines.map((line) => JSON.parse(line) as { where: string; reason: string });
  expect(found.map(({ where, reason }) => `${where} ${reason.slice(0, 200)}`)).toEqual([
    expect.stringMatching(/^rows.jsonl:3 The id 'a' is that of rows.jsonl:1 too, which has other/),
    expect.stringMatching(/^rows.jsonl:4 The metadata is nested deeper than 100 levels/),
    expect.stringMatching(/^rows.jsonl:5 Field 'long' .* has 100001 characters/),
    expect.stringMatching(/^rows.jsonl:6 Its labels say "x" twice, with the values 1 and 0/),
    expect.stringMatching(/^rows.jsonl:7 The text .* is not valid Unicode/),
  ]);
  const sent = await command([...to('colliding'), '--create-app', '--from', 'rows.jsonl']);
  expect(JSON.parse(sent.stdout)).toMatchObject({ read: 7, added: 1, there: 1, failed: 5 });
});

test('a version that is not frozen says why, and how it is all the same', async () => {
  folder.write('set/cat/1.png', image);
  folder.write('set/cat/2.png', image.subarray(0, 40));

  const args = [...to('halves'), '--create-app', '--from', 'set', '--version', 'first'];
  const { code, stderr } = await command(args);

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /'first' was not frozen, because 1 failed: .*POST …\/datasets\/set\/versions \{"dataset_versions": \[\{"id": "first"/,
  );
});

test('a label that tools write for a missing value is pointed out', async () => {
  folder.write('rows.csv', 'text,label\na,good\nb,nan\nc,nan\n');

  const { code, stderr } = await command(['--from', 'rows.csv', '--check']);

  expect(code).toBe(0);
  expect(stderr).toMatch(/note: 2 have the concept nan: if it stands for a missing label, empty/);
});

test('npm changes the folder; paths start where the person stands', async () => {
  folder.write('deep/rows.csv', 'text\nx\n');
  const env = { npm_lifecycle_event: 'import', INIT_CWD: folder.at('deep') };

  const { code, stdout } = await command([...to('lab'), '--from', 'rows.csv'], env);

  expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, added: 1 });
});

test('what another input has fails, with both values in words; nothing left to read is an error', async () => {
  folder.write('train.csv', 'id,text\n1,train row\n');
  folder.write('test.csv', 'id,text\n1,test row\n');
  folder.write('empty/notes.md', 'notes');
  await command([...to('ids'), '--create-app', '--from', 'train.csv']);

  const clash = await command([...to('ids'), '--from', 'test.csv']);
  const apart = await command([...to('ids'), '--from', 'test.csv', '--id-prefix', 'test-']);
  const empty = await command([...to('ids'), '--from', 'empty']);

  expect(clash.code).toBe(1);
  expect(JSON.parse(clash.stdout)).toMatchObject({ read: 1, added: 0, there: 0, failed: 1 });
  expect(clash.stderr).toMatch(
    /test\.csv:2: The id '1' is taken .* there "train row", here "test row"/,
  );
  expect(JSON.parse(apart.stdout)).toMatchObject({ added: 1, failed: 0 });
  expect(empty).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /Nothing was read from a folder of images.*left out: 1 not-an-image/,
    ),
  });
});

/** What the examples name. */
function writeExamples(): void {
  folder.write('pictures/cat/1.png', image);
  folder.write('reviews.csv', 'review,stars\nnice,5\n');
  folder.write('mails.csv', Buffer.from('text;label\ncaf\u00e9;gut\n', 'latin1'));
  const box = { id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 1, 1] };
  const coco = {
    images: [{ id: 1, file_name: '1.png', width: 1, height: 1 }],
    categories: [{ id: 1, name: 'spot' }],
    annotations: [box],
  };
  folder.write('coco/instances.json', JSON.stringify(coco));
  folder.write('coco/1.png', image);
  const messages = [
    { role: 'user', content: 'hello' },
    { role: 'assistant', content: 'bye' },
  ];
  folder.write('chats.jsonl', JSON.stringify({ messages }));
  service.s3.plant('pictures', 'pictures/1.png', image);
}

test('each example of --help does what it says', async () => {
  writeExamples();
  const { stdout: help } = await command(['--help']);
  const env = {
    AWS_ENDPOINT_URL_S3: service.s3Url,
    AWS_ACCESS_KEY_ID: keyPair.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keyPair.secretAccessKey,
    AWS_REGION: 'eu-central-1',
  };
  for (const { line } of examples) {
    expect(help).toContain(`npm run import -- ${line}`);
    const words = line.replace('s3://bucket', 's3://pictures').replaceAll('"', '').split(' ');

    const { code, stdout, stderr } = await command([...here(), ...words], env);

    const wanted = line.includes('--check') ? { wouldSend: 1 } : { added: 1 };
    expect({ line, code, stderr, ...JSON.parse(stdout || '{}') }).toMatchObject({
      line,
      code: 0,
      ...wanted,
    });
  }
  expect(existsSync(folder.at('import-errors.jsonl'))).toBe(false);
}, 60_000);
