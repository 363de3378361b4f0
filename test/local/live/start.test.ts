import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foldersUnder, filesUnder } from '../../../local/file-system.ts';
import { lockFolder } from '../../../local/data-folder/folder-lock.ts';
import { root, userId } from './live-host.ts';
import { until } from '../../until.ts';

jest.setTimeout(120_000);

/** One start of the laptop host as a person starts it, in a folder that has something wrong. */
class Start {
  readonly folder: string;
  said = '';
  readonly exit: Promise<number | null>;
  readonly #child: ReturnType<typeof spawn>;

  constructor(folder: string, environment: Record<string, string> = {}) {
    this.folder = folder;
    this.#child = spawn(process.execPath, [join(root, 'bin', 'serve.ts')], {
      cwd: root,
      env: {
        ...process.env,
        DEEPTUNE_FOLDER: folder,
        DEEPTUNE_CALIBRATE: '0',
        DEEPTUNE_PORT: '0',
        DEEPTUNE_GRPC_PORT: '0',
        DEEPTUNE_USER: userId,
        ...environment,
      },
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.exit = new Promise((resolve) => this.#child.once('exit', resolve));
  }

  /** Where it listens, once it does. */
  async url(): Promise<string> {
    return until(60, async () => /listens on (http:\S+[^,\s])/.exec(this.said)?.[1]);
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    this.#child.kill(signal);
    await this.exit;
  }
}

let folder: string;
const taken: Server[] = [];
const locking: DatabaseSync[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deeptune-start-'));
});
afterEach(() => {
  taken.splice(0).forEach((server) => server.close());
  locking.splice(0).forEach((held) => held.close());
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  taken.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

type Damage = () => Promise<Record<string, string>> | Record<string, string> | void;
const database = () => join(folder, 'deeptune.sqlite');
const withTable = () => {
  const made = new DatabaseSync(database());
  made.exec('CREATE TABLE t (a TEXT); BEGIN');
  for (let row = 0; row < 2_000; row += 1) made.exec(`INSERT INTO t VALUES ('${'x'.repeat(200)}')`);
  made.exec('COMMIT');
  return made;
};
const failures: [string, Damage, RegExp][] = [
  [
    'a database that is no database',
    () => writeFileSync(database(), 'x'.repeat(5_000)),
    /deeptune\.sqlite is damaged.*backup/,
  ],
  [
    'a database with torn pages',
    () => {
      withTable().close();
      const bytes = readFileSync(database());
      writeFileSync(database(), bytes.fill(7, 8_192, 60_000));
    },
    /deeptune\.sqlite is damaged.*backup/,
  ],
  [
    'a database of a later release',
    () => {
      const made = withTable();
      made.exec('PRAGMA user_version = 99');
      made.close();
    },
    /written by a later release \(data format 99; .*update deeptune/,
  ],
  [
    'a database that another program has locked',
    () => {
      const made = withTable();
      made.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
      made.exec("INSERT INTO t VALUES ('held')");
      // Out of reach it would be collected, and its lock with it.
      locking.push(made);
      return {};
    },
    /deeptune\.sqlite is in use by another program/,
  ],
  [
    'an empty signing key',
    () => writeFileSync(join(folder, 'signing-key'), ''),
    /signing-key must be 64 hexadecimal digits/,
  ],
  ['a torn key', () => writeFileSync(join(folder, 'key'), 'dt_12'), /key must be 'dt_' and 64/],
  [
    'a folder that is a file',
    () => {
      writeFileSync(join(folder, 'file'), '');
      return { DEEPTUNE_FOLDER: join(folder, 'file') };
    },
    /is a file, or lies below one.*DEEPTUNE_FOLDER/,
  ],
  [
    'the HTTP port taken',
    async () => ({ DEEPTUNE_PORT: String(await takenPort()) }),
    /port \d+ .*in use by another program.*DEEPTUNE_PORT/,
  ],
  [
    'the gRPC port taken',
    async () => ({ DEEPTUNE_GRPC_PORT: String(await takenPort()) }),
    /port \d+ .*in use by another program.*DEEPTUNE_GRPC_PORT/,
  ],
];

test.each(failures)(
  '%s: the start says what to do, exits 1 and holds nothing',
  async (_, damage, says) => {
    const environment = (await damage()) ?? {};
    const start = new Start(folder, environment);

    expect(await start.exit).toBe(1);

    const lines = start.said
      .trim()
      .split('\n')
      .filter((line) => /could not start/.test(line));
    expect(lines).toEqual([expect.stringMatching(says)]);
    expect(start.said).not.toMatch(/\n\s+at /);
    if (!environment['DEEPTUNE_FOLDER']) lockFolder(folder)();
  },
);

test('a second host on the same folder is refused, whatever its port; after kill -9 the next one starts', async () => {
  const first = new Start(folder);
  await first.url();

  const second = new Start(folder);
  expect(await second.exit).toBe(1);
  expect(second.said).toMatch(/another deeptune host works on .*DEEPTUNE_FOLDER/);

  await first.kill('SIGKILL');
  const third = new Start(folder);
  await third.url();
  await third.kill();
});

test('a folder that others could read is closed, and what is made in it is its owner’s only', async () => {
  mkdirSync(join(folder, 'objects', 'users'), { recursive: true });
  writeFileSync(join(folder, 'objects', 'users', 'old'), 'old', { mode: 0o644 });
  chmodSync(folder, 0o755);
  const start = new Start(folder);
  const url = await start.url();
  const key = readFileSync(join(folder, 'key'), 'utf8');
  const answer = await fetch(`${url}/v1/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: uploadForm(),
  });
  expect(answer.status).toBe(200);

  const all = [...(await filesUnder(folder)), ...(await foldersUnder(folder))];
  const open = all.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
  await start.kill();

  expect(open).toEqual([]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(start.said).toMatch(/could be read by others: closed, with \d+ files/);
});

function uploadForm(): FormData {
  const form = new FormData();
  form.set('file', new File(['{"prompt":"1","completion":"2"}'], 'pairs.jsonl'));
  form.set('purpose', 'fine-tune');
  return form;
}

test('a key that was deleted does not come back with a restart: there is a new one', async () => {
  const first = new Start(folder);
  const old = readFileSync((await first.url()) && join(folder, 'key'), 'utf8');
  const ask = async (start: Start, key: string, method = 'GET', path = '/v2/users/me/keys') =>
    fetch(`${await start.url()}${path}`, { method, headers: { authorization: `Key ${key}` } });
  expect((await ask(first, old, 'DELETE', `/v2/users/me/keys/${old}`)).status).toBe(200);
  expect((await ask(first, old)).status).toBe(401);
  await first.kill();

  const second = new Start(folder);
  expect((await ask(second, old)).status).toBe(401);
  const fresh = readFileSync(join(folder, 'key'), 'utf8');
  expect((await ask(second, fresh)).status).toBe(200);
  expect(second.said).toMatch(/was deleted: a new one was made/);
  await second.kill();
  expect(existsSync(join(folder, 'key'))).toBe(true);
});
