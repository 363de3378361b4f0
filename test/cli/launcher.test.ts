import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const launcher = join(__dirname, '..', '..', 'bin', 'deeptune.js');
/** By the Node on the PATH, which may not read TypeScript. */
const run = (...args: string[]) =>
  spawnSync('node', [launcher, ...args], { encoding: 'utf8', timeout: 60_000 });

test('the Node on the PATH starts the one among the packages', () => {
  const { status, stdout, stderr } = run('--help');

  expect([status, stderr]).toEqual([0, '']);
  for (const name of ['train', 'watch', 'import', 'serve', 'usage'])
    expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});

test.each([
  [['trian'], 2, "unknown command 'trian'"],
  [['types', '--format', 'xml'], 2, 'table, json, csv'],
  // What is no key may be a secret: it is not shown.
  [['types', '--key-file', launcher], 4, 'holds no key'],
  [['train', 'nowhere'], 3, 'does not exist'],
])('%j ends with %i', (args, status, words) => {
  const ended = run(...args);

  expect([ended.status, ended.stdout]).toEqual([status, '']);
  expect(ended.stderr).toContain(words);
  expect(ended.stderr).not.toContain('packagedNode');
});
