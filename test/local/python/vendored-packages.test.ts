import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ensureVendoredPackages } from '../../../local/python/vendored-packages.ts';

const wheel = 'tiny-1.0-cp312-abi3-manylinux2014_x86_64.manylinux_2_28_x86_64.whl';
const python = join(__dirname, '..', '..', '..', '.venv', 'bin', 'python');
const environment = { ...process.env };

let root: string;
let index: string;

/** A wheel in a folder that pip takes for its only index, and an image.json that names it. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deeptune-vendored-'));
  index = join(root, 'index');
  mkdirSync(index);
  mkdirSync(join(root, 'container'));
  publish('value = 1\n');
  process.env['PIP_NO_INDEX'] = '1';
  process.env['PIP_FIND_LINKS'] = index;
});

afterEach(() => {
  process.env = { ...environment };
  rmSync(root, { recursive: true });
});

function publish(code: string, changes: Record<string, string> = {}): void {
  const files = {
    'tiny/__init__.py': code,
    'tiny-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n',
    'tiny-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: false\n',
    'tiny-1.0.dist-info/RECORD': '',
    ...changes,
  };
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  const bytes = zipSync(Object.fromEntries(entries));
  writeFileSync(join(index, wheel), bytes);
  name(createHash('sha256').update(bytes).digest('hex'));
}

function name(sha256: string): void {
  const vendored = [{ name: 'tiny', version: '1.0', wheel, sha256 }];
  writeFileSync(join(root, 'container', 'image.json'), JSON.stringify({ vendored }));
}

const code = () => join(root, 'container', 'vendor', 'tiny', '__init__.py');
const said: string[] = [];
const ensure = (pythons = [python]) => {
  said.length = 0;
  return ensureVendoredPackages((line) => said.push(line), { root, pythons });
};

test('a wheel is unpacked once, by the first Python that has pip', async () => {
  await ensure(['no-such-python', python]);

  expect(readFileSync(code(), 'utf8')).toBe('value = 1\n');
  expect(said).toEqual([expect.stringContaining('fetching tiny 1.0')]);
  expect(readdirSync(join(root, 'container')).sort()).toEqual(['image.json', 'vendor']);
  await ensure(['no-such-python']);
  expect(said).toEqual([]);
});

test('what was changed, lost or is named anew is fetched again', async () => {
  await ensure();
  appendFileSync(code(), 'value = 2\n');
  await ensure();
  expect(readFileSync(code(), 'utf8')).toBe('value = 1\n');
  rmSync(code());
  await ensure();
  expect(existsSync(code())).toBe(true);
  publish('value = 3\n');
  await ensure();
  expect(readFileSync(code(), 'utf8')).toBe('value = 3\n');
  // What Python leaves behind when it imports is no change.
  writeFileSync(`${code()}c`, 'compiled');
  await ensure([]);
  expect(said).toEqual([]);
});

test('two that start at the same time do not disturb each other', async () => {
  await Promise.all([ensure(), ensure()]);

  expect(readFileSync(code(), 'utf8')).toBe('value = 1\n');
  expect(readdirSync(join(root, 'container')).sort()).toEqual(['image.json', 'vendor']);
});

test('another file than the named one is refused, and nothing is left', async () => {
  name('0'.repeat(64));

  await expect(ensure()).rejects.toThrow(/THESE PACKAGES DO NOT MATCH THE HASHES/);
  expect(readdirSync(join(root, 'container'))).toEqual(['image.json']);
});

test('where it cannot be had, the error says what is needed', async () => {
  rmSync(join(index, wheel));

  const made = ensure(['no-such-python', python]);

  await expect(made).rejects.toThrow(`The trainer ships ${wheel} (SHA-256 `);
  await expect(made).rejects.toThrow(/no-such-python: .*ENOENT[^]*PIP_FIND_LINKS=<folder>/);
});

test('an entry that lies outside of the wheel is refused', async () => {
  publish('', { '../outside.py': 'value = 1\n' });

  await expect(ensure()).rejects.toThrow('"../outside.py" that lies outside');
  expect(existsSync(join(root, 'container', 'outside.py'))).toBe(false);
});
