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
  'bin/doctor.ts',
  'bin/create-key.ts',
  'bin/stage-model.ts',
  'bin/first-training.ts',
  'bin/document.ts',
  'bin/pictures.ts',
  'bin/python-environment.ts',
];

test.each(scripts)('%s refuses an option that it does not have in one line', (script) => {
  const required = script === 'bin/create-key.ts' ? ['--user', 'somebody'] : [];
  const { status, stdout, stderr } = run(script, ...required, '--no-such-option');

  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^[^\n]*'--no-such-option'[^\n]*npm run [^\n]*--help\n$/);
});

// Of each way to be written one.
test.each(['demo/run.ts', 'bin/serve.ts', 'bin/create-key.ts'])(
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
    "required option '--user <id>' not specified; use: npm run create-key -- --user <id> [--table <name>], or --help\n",
  ]);
});
