import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { runQuietly } from './quiet-process.ts';

/**
 * A wheel that travels unpacked with the trainer, because AWS's image lacks the package and a job
 * cannot install it.
 */
interface VendoredWheel {
  readonly name: string;
  readonly version: string;
  /** The file's name; its tags say which interpreter and machine it is for. */
  readonly wheel: string;
  readonly sha256: string;
}

/** Written last: the wheels that lie here, and a digest over the files that came out of them. */
const markerName = 'vendored.json';

/** A package index may offer the wheel under any of these; its hash decides that it is the one. */
const platforms = ['manylinux_2_28_x86_64', 'manylinux2014_x86_64'];

export interface VendoringOptions {
  /** Of the repository. */
  readonly root?: string;
  /** Interpreters; the first that has pip is used. */
  readonly pythons?: readonly string[];
}

const here = dirname(dirname(import.meta.dirname));
const usualPythons = [join(here, '.venv', 'bin', 'python'), 'python3', 'python'];

/**
 * Puts the packages that AWS's training image lacks into `container/vendor`, from the wheels that
 * `container/image.json` names, where they do not lie there whole. The folder is no part of the
 * repository; it is shipped with the trainer.
 * @param say receives progress, a line at a time
 * @throws Error where they cannot be fetched: the message says what was tried and how to do it
 *   without a network
 */
export async function ensureVendoredPackages(
  say: (line: string) => void,
  { root = here, pythons = usualPythons }: VendoringOptions = {},
): Promise<void> {
  const container = join(root, 'container');
  const wheels = readWheels(join(container, 'image.json'));
  const vendor = join(container, 'vendor');
  if (isWhole(vendor, wheels)) return;
  const names = wheels.map(({ name, version }) => `${name} ${version}`).join(', ');
  say(`Vendored packages: fetching ${names} for AWS's training image (once)`);
  const work = mkdtempSync(join(container, '.vendor-'));
  try {
    await download(wheels, work, pythons);
    const fresh = join(work, 'vendor');
    for (const { wheel } of wheels) unpack(join(work, wheel), fresh);
    writeFileSync(join(fresh, markerName), JSON.stringify(markerOf(fresh, wheels), null, 2));
    putInPlace(fresh, vendor, () => isWhole(vendor, wheels));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param isThere whether another process, started at the same time, has put it there meanwhile */
function putInPlace(fresh: string, vendor: string, isThere: () => boolean): void {
  try {
    rmSync(vendor, { recursive: true, force: true });
    renameSync(fresh, vendor);
  } catch (error) {
    if (!isThere()) throw error;
  }
}

function readWheels(file: string): readonly VendoredWheel[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { vendored: VendoredWheel[] }).vendored;
}

/**
 * True where exactly these wheels lie there unpacked and none of their files was changed or lost.
 */
function isWhole(vendor: string, wheels: readonly VendoredWheel[]): boolean {
  const marker = join(vendor, markerName);
  if (!existsSync(marker)) return false;
  return readFileSync(marker, 'utf8') === JSON.stringify(markerOf(vendor, wheels), null, 2);
}

function markerOf(vendor: string, wheels: readonly VendoredWheel[]) {
  const packed = wheels.map(({ wheel, sha256 }) => ({ wheel, sha256 }));
  return { wheels: packed, files: digestOfFolder(vendor) };
}

/**
 * Over names and bytes of all files but the marker and what Python leaves behind when it imports.
 */
function digestOfFolder(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== markerName && !entry.name.endsWith('.pyc'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/**
 * By pip, so that its own settings for indexes and proxies hold; a file with another hash is
 * refused by it.
 */
async function download(
  wheels: readonly VendoredWheel[],
  folder: string,
  pythons: readonly string[],
): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  const lines = wheels.map((w) => `${w.name}==${w.version} --hash=sha256:${w.sha256}`);
  writeFileSync(requirements, `${lines.join('\n')}\n`);
  const only = ['--no-deps', '--only-binary=:all:', '--require-hashes'];
  const target = ['--python-version', '3.12', ...platforms.flatMap((p) => ['--platform', p])];
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check'];
  const failures: string[] = [];
  for (const program of pythons) {
    try {
      return await runQuietly([
        program,
        ...pip,
        ...only,
        ...target,
        '-d',
        folder,
        '-r',
        requirements,
      ]);
    } catch (error) {
      failures.push(`${program}: ${(error as Error).message}`);
    }
  }
  throw new Error(advice(wheels, failures));
}

function advice(wheels: readonly VendoredWheel[], failures: readonly string[]): string {
  const files = wheels.map(({ wheel, sha256 }) => `${wheel} (SHA-256 ${sha256})`);
  return [
    `The trainer ships ${files.join(', ')}, and it could not be fetched. Tried pip of:`,
    ...failures.map((failure) => `  ${failure}`),
    'Python 3 with pip and a reachable package index are needed once. Without a network: put the file into a folder and set PIP_NO_INDEX=1 ' +
      'PIP_FIND_LINKS=<folder>.',
  ].join('\n');
}

/** @throws Error for an entry that would lie outside of `folder` */
function unpack(wheel: string, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(wheel)))) {
    if (name.endsWith('/')) continue;
    if (name.startsWith('/') || name.split('/').includes('..'))
      throw new Error(`${wheel} has an entry "${name}" that lies outside of it`);
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}
