import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { until } from '../until.ts';

const own = join(dirname(import.meta.dirname), 'temporary-folder.ts');

/** A program that fills a temporary folder of its own, and ends as `end` says. */
function program(end: string): string[] {
  const source = `
    import { writeFileSync, mkdtempSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    import { ownTemporaryFolder } from ${JSON.stringify(own)};
    const { path } = ownTemporaryFolder('tool');
    if (tmpdir() !== path) throw new Error('not its own');
    writeFileSync(mkdtempSync(tmpdir() + '/left-') + '/model', 'a model');
    process.stdout.write(path);
    ${end}`;
  return ['--input-type=module-typescript', '--eval', source];
}

test('a test file has a temporary folder of its own, and so have the processes that it starts', () => {
  const told = execFileSync(process.execPath, ['-p', 'os.tmpdir()'], { encoding: 'utf8' }).trim();

  expect(basename(tmpdir())).toMatch(/^deeptune-temporary-folder-\w{6}$/);
  expect(told).toBe(tmpdir());
  expect(readdirSync(tmpdir())).toEqual([]);
});

test.each([
  ['ends', '', 0, null],
  ['fails', "throw new Error('a check that did not hold');", 1, null],
  ['is interrupted', 'setInterval(() => undefined, 1e3);', 130, 'SIGINT'],
  ['is ended', 'setInterval(() => undefined, 1e3);', 143, 'SIGTERM'],
] as const)('a tool that %s leaves nothing behind', async (_, end, code, signal) => {
  const child = spawn(process.execPath, program(end), { stdio: ['ignore', 'pipe', 'ignore'] });
  let path = '';
  child.stdout.on('data', (chunk: Buffer) => (path += chunk.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  await until(30, () => Promise.resolve(path !== '' || undefined));
  if (signal) child.kill(signal);

  expect(await ended).toBe(code);
  expect(dirname(path)).toBe(tmpdir());
  expect(existsSync(path)).toBe(false);
});
