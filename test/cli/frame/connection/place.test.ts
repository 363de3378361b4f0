import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GlobalOptions } from '../../../../cli/frame/global-options.ts';
import { placeOf } from '../../../../cli/frame/connection/place.ts';
import {
  profilesPath,
  readProfiles,
  writeProfiles,
} from '../../../../cli/frame/connection/profiles.ts';

let folder: string;
let environment: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'place-'));
  environment = { XDG_CONFIG_HOME: join(folder, 'config') };
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = (options: Partial<GlobalOptions> = {}) =>
  placeOf({ color: true, ...options }, { environment, folder, root: join(folder, 'root') });
const work = { url: 'https://api.example.com', user: 'ada', app: 'shop', key: 'dt_work' };
const keep = (usual?: string) =>
  writeProfiles(environment, { ...(usual ? { default: usual } : {}), profiles: { work } });

test('on the laptop the key is found by itself', () => {
  mkdirSync(join(folder, 'root', '.deeptune'), { recursive: true });
  writeFileSync(join(folder, 'root', '.deeptune', 'key'), 'dt_laptop\n');

  expect(place()).toEqual({
    ...{ url: 'http://127.0.0.1:8420', user: 'me', app: undefined, key: 'dt_laptop' },
    keyFrom: join(folder, 'root', '.deeptune', 'key'),
  });
});

test('the laptop key goes to no other machine', () => {
  mkdirSync(join(folder, 'root', '.deeptune'), { recursive: true });
  writeFileSync(join(folder, 'root', '.deeptune', 'key'), 'dt_laptop\n');

  expect(() => place({ url: 'https://api.example.com' })).toThrow(
    expect.objectContaining({ exitStatus: 4, code: 'key-missing' }) as Error,
  );
});

test.each([
  ['127.0.0.1:8420', 'http://127.0.0.1:8420'],
  ['api.example.com', 'https://api.example.com'],
  ['ftp://example.com', undefined],
  ['', undefined],
])('%j is no address, and what was meant is shown', (url, meant) => {
  const next = meant === undefined ? [] : [`deeptune … --url ${meant}`];

  expect(() => place({ url })).toThrow(
    expect.objectContaining({
      exitStatus: 2,
      next,
      message: expect.stringContaining(`'${url}'`),
    }) as Error,
  );
});

test("a profile's key goes to its own address only", () => {
  keep('work');

  expect(place()).toMatchObject({ url: work.url, user: 'ada', app: 'shop', key: 'dt_work' });
  expect(() => place({ url: 'https://other.example.com' })).toThrow('There is no key for');
});

test('flags, then a named profile, then the environment, then the default profile', () => {
  keep('work');
  Object.assign(environment, { DEEPTUNE_KEY: 'dt_env', DEEPTUNE_APP: 'env' });

  expect(place()).toMatchObject({ url: work.url, key: 'dt_env', app: 'env' });
  expect(place({ profile: 'work' })).toMatchObject({ key: 'dt_work', app: 'shop' });
  expect(place({ profile: 'work', app: 'flag' })).toMatchObject({ app: 'flag' });
  expect(place({ url: 'http://127.0.0.1:1/v2/' })).toMatchObject({ url: 'http://127.0.0.1:1' });
});

test('a profile that is not there is 3, with those that are', () => {
  keep();

  expect(() => place({ profile: 'wrok' })).toThrow(
    expect.objectContaining({ exitStatus: 3, message: expect.stringContaining('work') }) as Error,
  );
});

test('profiles are their owner’s only, and come back as they were written', () => {
  keep('work');

  expect(statSync(profilesPath(environment)).mode & 0o777).toBe(0o600);
  expect(readProfiles(environment)).toEqual({ default: 'work', profiles: { work } });
});

test('a torn file of profiles is said, and not written over', () => {
  keep();
  writeFileSync(profilesPath(environment), '{"profiles": ');

  expect(() => place()).toThrow(expect.objectContaining({ exitStatus: 2 }) as Error);
});

test.each(['constructor', '__proto__', 'toString'])(
  '%s is no profile until one is made',
  (name) => {
    keep();
    expect(() => place({ profile: name })).toThrow(
      expect.objectContaining({ exitStatus: 3 }) as Error,
    );

    writeProfiles(environment, { profiles: Object.fromEntries([[name, work]]) });
    expect(place({ profile: name })).toMatchObject({ url: work.url, key: 'dt_work' });
  },
);

test.each([
  ['/dev/zero', 2, 'more than 4,096 bytes'],
  ['.', 2, 'is a folder'],
  ['none', 3, 'does not exist'],
  ['secret', 4, 'holds no key'],
])('a key file that is none is not sent: %s', (keyFile, exitStatus, words) => {
  writeFileSync(join(folder, 'secret'), '-----BEGIN KEY-----\nsecret\n');
  const refused = { exitStatus, message: expect.stringContaining(words) as string };

  expect(() => place({ keyFile })).toThrow(expect.objectContaining(refused) as Error);
  expect(() => place({ keyFile })).not.toThrow('BEGIN');
});

test('a link in place of the file of profiles is replaced, and what it leads to is left', () => {
  const [path, target] = [profilesPath(environment), join(folder, 'target')];
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(target, 'precious', { mode: 0o644 });
  symlinkSync(target, path);
  keep();

  expect(readFileSync(target, 'utf8')).toBe('precious');
  expect(lstatSync(path).isFile()).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
