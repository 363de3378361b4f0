import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
};

const scripts = [
  'demo/run.ts',
  'bin/serve.ts',
  'bin/calibrate.ts',
  'bin/doctor.ts',
  'bin/create-key.ts',
  'bin/stage-model.ts',
  'bin/first-training.ts',
  'bin/document.ts',
  'bin/pictures.ts',
  'bin/python-environment.ts',
  'bin/data-report.ts',
  'bin/copy-from-clarifai.ts',
];

const required: Readonly<Record<string, readonly string[]>> = {
  'bin/create-key.ts': ['--user', 'somebody'],
  'bin/data-report.ts': ['--app', 'a', '--dataset', 'b', '--version', 'c'],
  'bin/copy-from-clarifai.ts': ['--from-user', 'a', '--app', 'b'],
};

test.each(scripts)('%s refuses an option that it does not have in one line', (script) => {
  const { status, stdout, stderr } = run(script, ...(required[script] ?? []), '--no-such-option');

  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^[^\n]*'--no-such-option'[^\n]*npm run [^\n]*--help\n$/);
});

// These write more than a line: how the whole command looks.
test.each([
  ['bin/import.ts', '--check', '--no-such-option'],
  ['bin/import.ts', '--check'],
  ['bin/import.ts', '--check', '--from', '.', '--by-url'],
  ['bin/purge.ts', '--app', 'a', '--no-such-option'],
  ['bin/purge.ts', '--app', 'a'],
])('%s %s %s ends with 2 as well', (...words) => {
  const [script, ...args] = words.filter((word) => word !== undefined);
  const { status, stdout, stderr } = run(script ?? '', ...args);

  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: /);
});

test.each([
  [['compare', '--no-such'], 'npm run copy-from-clarifai -- compare [options], or --help'],
  [['compare', ...(required['bin/copy-from-clarifai.ts'] ?? [])], "'--model <id>' not specified"],
  [['compare', '--inputs', '0'], "'0' is invalid. Wanted a whole number from 1;"],
  [['copmare', ...(required['bin/copy-from-clarifai.ts'] ?? [])], 'too many arguments'],
])('copy-from-clarifai %j says what is wrong', (args, said) => {
  const { status, stdout, stderr } = run('bin/copy-from-clarifai.ts', ...args);

  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

// Of each way to be written one.
test.each(['demo/run.ts', 'bin/serve.ts', 'bin/create-key.ts', 'bin/copy-from-clarifai.ts'])(
  '%s --help says what it does',
  (script) => {
    const { status, stdout, stderr } = run(script, '--help');

    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('npm run ');
  },
);

test('a near miss is named with what was meant', () => {
  expect(run('bin/first-training.ts', '--loca').stderr).toContain('Did you mean --local?');
});

test('what is missing is named', () => {
  const { status, stderr } = run('bin/create-key.ts');
  expect([status, stderr]).toEqual([
    2,
    "required option '--user <id>' not specified; use: npm run create-key -- --user <id> [--operator] [--table <name>], or --help\n",
  ]);
});
