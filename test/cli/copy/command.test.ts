import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey } from '../../../core/access/authenticate.ts';
import { serveLaptop } from '../../core/api/http/served-hosts.ts';
import { ClarifaiApp } from './clarifai-app.ts';
import { shop } from './shop.ts';

const command = join(import.meta.dirname, '../../../bin/copy-from-clarifai.ts');
const folder = mkdtempSync(join(tmpdir(), 'deeptune-copy-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly words: string;
}

function run(args: readonly string[], keys: Readonly<Record<string, string>>): Promise<Ended> {
  const env = { PATH: process.env['PATH'], ...keys };
  const child = spawn(process.execPath, [command, ...args], { cwd: folder, env });
  let [out, words] = ['', ''];
  child.stdout.on('data', (some: Buffer) => (out += some.toString()));
  child.stderr.on('data', (some: Buffer) => (words += some.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, words })));
}

test('copies from a shell: counts on stdout, words beside, 1 where something failed', async () => {
  const [theirs, host] = await Promise.all([ClarifaiApp.start(shop), serveLaptop()]);
  const whose = { userId: 'tester', description: 'test', scopes: ['All'] };
  const { key } = await createApiKey(whose, host.deps);
  const keys = { CLARIFAI_PAT: theirs.key, DEEPTUNE_KEY: key };
  const from = ['--from', theirs.url, '--from-user', 'ada', '--app', 'shop'];

  const { code, out, words } = await run(
    [...from, '--url', host.url, '--user', 'tester', '--out', 'copied'],
    keys,
  );
  await Promise.all([theirs.close(), host.close()]);

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ inputs: { read: 45, copied: 42, failed: 1 } });
  expect(words).toContain('inputs: 45 read: 42 copied, 0 there already, 1 left out (video)');
  expect(words).toContain('dataset version all/first holds 42 inputs, 45 there');
  expect(readFileSync(join(folder, 'copied/problems.jsonl'), 'utf8')).toContain('"id":"gone"');
  const training = readFileSync(join(folder, 'copied/shoes.training.json'), 'utf8');
  expect(JSON.parse(training)).toMatchObject({ modelId: 'shoes', versionId: 'good' });
});

test.each([
  ['no key of theirs', 1, [], {}, 'Set CLARIFAI_PAT'],
  ['no key of ours', 1, [], { CLARIFAI_PAT: 'a' }, 'DEEPTUNE_KEY is not set'],
  ['an option that is not there', 2, ['--no-such'], {}, "unknown option '--no-such'"],
  [
    'an address where nothing answers',
    1,
    ['--from', 'http://127.0.0.1:9'],
    { CLARIFAI_PAT: 'a', DEEPTUNE_KEY: 'b' },
    'http://127.0.0.1:9 cannot be reached',
  ],
])('%s is said in a line, with exit status %i', async (_, status, more, keys, said) => {
  const { code, out, words } = await run(['--from-user', 'a', '--app', 'b', ...more], keys);

  expect([code, out]).toEqual([status, '']);
  expect(words).toContain(said);
  expect(words).not.toContain('    at ');
});
