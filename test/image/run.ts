import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureVirtualEnvironment } from '../../local/python/python-environment.ts';
import { ensureVendoredPackages } from '../../local/python/vendored-packages.ts';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { requirementsOf } from './requirements.ts';

/**
 * `npm run test:image`: the trainer's tests with exactly the Python packages of AWS's training
 * image, and what it makes of all seven model types asked with those of the inference image. No
 * container is run. Ends with 1 where something fails or cannot run, with the reason.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);
const root = dirname(dirname(import.meta.dirname));
const container = join(root, 'container');
const models = join(container, 'requirements-models.txt');
/** The tests' own modules write the jobs. */
const testModules = ['inputs', 'running'].map((name) => join(container, 'test', name));
const pythonPath = { PYTHONPATH: [container, ...testModules].join(':') };

async function main(folder: string): Promise<void> {
  const training = await environmentOf('training', '.venv-image', folder);
  await ensureVendoredPackages(say, { root, pythons: [training] });
  const tests = ['-m', 'pytest', '-n', '2', '--dist', 'loadfile', container];
  await step("the trainer's tests with the training image's packages", training, tests);
  const artifacts = join(folder, 'artifacts');
  const make = [join(import.meta.dirname, 'artifacts.py'), artifacts];
  await step('artifacts of all model types with them', training, make, pythonPath);
  const inference = await environmentOf('inference', '.venv-inference', folder);
  const ask = join(import.meta.dirname, 'answers.py');
  for (const name of readdirSync(artifacts).sort())
    await step(`${name} with the inference image's packages`, inference, [
      ask,
      join(artifacts, name),
    ]);
}

/** The interpreter of an environment of exactly the image's packages. */
async function environmentOf(
  purpose: 'training' | 'inference',
  name: string,
  folder: string,
): Promise<string> {
  const { python: version, lines } = requirementsOf(purpose, container);
  const file = join(folder, `${purpose}.txt`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  const files = purpose === 'training' ? [file, models] : [file];
  say(`${name}: the ${purpose} image's packages; their torch is a CUDA build of several GB`);
  return (await ensureVirtualEnvironment(join(root, name), files, say, [version])).python;
}

/** @throws Error where it ends with another code than 0; what it prints is shown as it comes */
async function step(
  name: string,
  python: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  const started = performance.now();
  say(`\n${name}`);
  const child = spawn(python, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...variables },
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error(`failed: ${name} (exit code ${code})`);
  say(`ok      ${name} (${((performance.now() - started) / 1000).toFixed(0)} s)`);
}

try {
  await main(ownTemporaryFolder('image').path);
  say('\nThe trainer runs with the images of container/image.json.');
} catch (error) {
  say(`\n${(error as Error).message}`);
  process.exitCode = 1;
}
