import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from '../../local/file-system.ts';
import { HostProcess, userId } from './host-process.ts';
import { ask } from './request.ts';
import type { Report } from './report.ts';

const base = `/v2/users/${userId}/apps/lab`;

/** What is torn, and what has to come of it: a start, or a refusal that says what to do. */
interface Tear {
  readonly what: string;
  readonly tear: (folder: string) => Promise<void> | void;
  /** Absent: the host starts. */
  readonly refuses?: RegExp;
  /** What is asked then, and what must not be answered with 500. */
  readonly then?: readonly string[];
}

const half = (path: string): void =>
  writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size / 2));
const zeros = (path: string): void => writeFileSync(path, Buffer.alloc(statSync(path).size));
const jobs = (folder: string) =>
  readdirSync(join(folder, 'jobs')).map((name) => join(folder, 'jobs', name));
const lists = ['/inputs', '/models/reader', '/datasets/things/versions', '/models/reader/versions'];

const tears: readonly Tear[] = [
  {
    what: 'job.json',
    tear: (folder) => jobs(folder).forEach((job) => half(join(job, 'job.json'))),
    then: lists,
  },
  {
    what: 'exit.json of zeros',
    tear: (folder) => jobs(folder).forEach((job) => zeros(join(job, 'exit.json'))),
    then: lists,
  },
  {
    what: 'process.json',
    tear: (folder) => jobs(folder).forEach((job) => half(join(job, 'process.json'))),
    then: lists,
  },
  {
    what: 'manifests of dataset versions',
    tear: (folder) => eachObject(folder, /manifest\.jsonl$/, half),
    then: lists,
  },
  {
    what: 'the objects',
    tear: (folder) => eachObject(folder, /\/objects\/[0-9a-f]{64}$/, half),
    then: lists,
  },
  {
    what: 'the weights',
    tear: (folder) => eachObject(folder, /\.safetensors$/, half),
    then: lists,
  },
  {
    what: 'signing-key, empty',
    tear: (folder) => writeFileSync(join(folder, 'signing-key'), ''),
    refuses: /signing-key must be/,
  },
  {
    what: 'signing-key, half',
    tear: (folder) => half(join(folder, 'signing-key')),
    refuses: /signing-key must be/,
  },
  { what: 'key', tear: (folder) => half(join(folder, 'key')), refuses: /key must be/ },
  {
    what: 'the database, half',
    tear: (folder) => half(join(folder, 'deeptune.sqlite')),
    refuses: /is damaged.*backup/,
  },
  {
    what: 'the database of zeros',
    tear: (folder) => zeros(join(folder, 'deeptune.sqlite')),
    refuses: /is damaged.*backup/,
  },
  {
    what: 'the -wal, half',
    tear: (folder) => whereThere(join(folder, 'deeptune.sqlite-wal'), half),
    then: lists,
  },
  {
    what: 'the -wal of zeros',
    tear: (folder) => whereThere(join(folder, 'deeptune.sqlite-wal'), zeros),
    then: lists,
  },
  {
    what: 'the -shm',
    tear: (folder) => whereThere(join(folder, 'deeptune.sqlite-shm'), half),
    then: lists,
  },
  {
    what: 'an upload that was cut',
    tear: (folder) =>
      writeFileSync(
        join(folder, 'objects', '~unfinished', '1-31-00000000-0000-0000-0000-000000000000'),
        'x',
      ),
    then: lists,
  },
];

/**
 * A folder whose host was killed, with a file of it torn: each on a copy of its own.
 * @param folder of a host that was killed, so that its log is not in the database yet
 */
export async function attackTornFiles(folder: string, report: Report): Promise<void> {
  for (const { what, tear, refuses, then = [] } of tears) {
    const copy = `${folder}-torn`;
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
    try {
      await tear(copy);
      const host = await HostProcess.in(copy);
      const isUp = await host.start();
      const problem = isUp ? await problemOf(host, then) : undefined;
      const code = isUp ? 0 : await host.exit();
      await host.stop();
      const isRight = refuses
        ? code === 1 && refuses.test(host.said)
        : isUp && problem === undefined;
      report.tried(
        'torn files',
        what,
        isRight && !/\n\s+at /.test(host.said),
        () => `exit ${code}; ${problem ?? ''}\n${host.said}`,
      );
    } finally {
      rmSync(copy, { recursive: true, force: true, maxRetries: 20 });
    }
  }
}

/** What went wrong with a host that has started; undefined: nothing. */
async function problemOf(host: HostProcess, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const answer = await ask(host.url, { method: 'GET', path: base + path, key: host.key });
    if (answer.status !== 200) return `GET ${path}: ${answer.status} ${answer.text}`;
  }
  const question = { inputs: [{ data: { text: { raw: 'a good text' } } }] };
  const asked = {
    method: 'POST',
    path: `${base}/models/reader/outputs`,
    key: host.key,
    body: question,
    timeout: 60,
  };
  const answer = await ask(host.url, asked);
  const isTold = answer.status === 200 || /"code":\d+/.test(answer.text);
  const namesPaths = answer.text.includes(host.folder);
  return isTold && !namesPaths ? undefined : `POST outputs: ${answer.status} ${answer.text}`;
}

async function eachObject(
  folder: string,
  name: RegExp,
  tear: (path: string) => void,
): Promise<void> {
  const objects = join(folder, 'objects');
  const found = (await filesUnder(objects)).filter((each) => name.test(`/${each}`));
  for (const each of found) tear(join(objects, each));
}

function whereThere(path: string, tear: (path: string) => void): void {
  if (existsSync(path)) tear(path);
}
