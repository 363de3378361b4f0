import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  keyFile,
  readSecret,
  renewSecret,
  signingKeyFile,
} from '../../../local/data-folder/secrets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deeptune-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a secret is made once, whole, and only its owner reads it', () => {
  const first = readSecret(folder, keyFile);

  expect(first).toMatch(/^dt_[0-9a-f]{64}$/);
  expect(readSecret(folder, keyFile)).toBe(first);
  expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['key']);
  expect(renewSecret(folder, keyFile)).not.toBe(first);
});

const good = 'a'.repeat(64);
test.each([
  ['empty', ''],
  ['short', good.slice(1)],
  ['long', `${good}a`],
  ['of other characters', `${good.slice(1)}g`],
  ['of zeros, as after a power cut', '\0'.repeat(64)],
  ['of two lines', `${good}\n${good}`],
])('a signing key that is %s is no secret, and stays for whoever mends it', (_, content) => {
  writeFileSync(join(folder, 'signing-key'), content);

  const read = () => readSecret(folder, signingKeyFile);

  expect(read).toThrow(/signing-key must be 64 hexadecimal digits.*backup, or delete it/);
  expect(readFileSync(join(folder, 'signing-key'), 'utf8')).toBe(content);
});

test('the line break that an editor adds is not part of a secret', () => {
  writeFileSync(join(folder, 'signing-key'), `${good}\n`);

  expect(readSecret(folder, signingKeyFile)).toBe(good);
});
