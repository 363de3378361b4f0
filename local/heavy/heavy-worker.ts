import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { buildApp } from '../../core/api/app.ts';
import { allRoutes } from '../../core/api/clarifai/all-routes.ts';
import { authenticate } from '../../core/access/authenticate.ts';
import { freezeVersion } from '../../core/dataset/version/freezing/freeze-version.ts';
import type { Dependencies } from '../../core/ports/host.ts';
import { HttpFetcher } from '../../net/http-fetcher.ts';
import { SchemeFetcher } from '../../net/scheme-fetcher.ts';
import { FileObjects } from '../objects/file-objects.ts';
import { NoBuckets } from '../objects/no-buckets.ts';
import { processSources } from '../process-sources.ts';
import { PromiseTasks } from '../tasks/promise-tasks.ts';
import { ReadingTable } from '../table/reading-table.ts';
import type { FromThread, HeavyRequest, HeavyThreadData, ToThread } from './messages.ts';
import { RemotePorts } from './remote-ports.ts';

/**
 * The thread for heavy requests: the same application, on the same data. It reads the database and
 * the objects itself; what it writes to the table, and the ports that run something, are asked for
 * in the main thread.
 */
const { local, settings, baseUrl, databasePath, signingKey } = workerData as HeavyThreadData;
const port = parentPort;
if (!port) throw new Error('this file is the code of a thread');
const say = (message: FromThread, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);

const remote = new RemotePorts(say);
const table = new ReadingTable(databasePath, (writes) =>
  remote.call({ port: 'table', method: 'write', args: [writes] }),
);
const { now } = processSources;
const tasks = new PromiseTasks({
  run: (task, hasTime) => freezeVersion(task, hasTime, deps),
  onError: (error) => say({ log: JSON.stringify({ at: now(), error: textOf(error) }) }),
});
const deps: Dependencies = {
  ...remote.ports(),
  ...processSources,
  tasks,
  table,
  objects: new FileObjects({ root: objectsRoot(), baseUrl, signingKey, now }),
  fetcher: new SchemeFetcher({
    s3: new NoBuckets(),
    others: new HttpFetcher({ hosts: local.fetchHosts, setting: 'DEEPTUNE_FETCH_HOSTS' }),
  }),
  settings,
};
const app = buildApp(allRoutes, {
  deps,
  identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
  report: (error, requestId) =>
    say({ log: JSON.stringify({ at: now(), requestId, error: textOf(error) }) }),
});

// On Linux a thread has a priority of its own: where there are few cores, the others come first.
if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + 10));

let underWay = 0;
let isClosing = false;

port.on('message', (message: ToThread) => {
  if (message === 'close') {
    isClosing = true;
    void tasks.close().then(closeWhenDone);
  } else if ('call' in message) remote.take(message);
  else void answer(message);
});

async function answer({ id, method, url, headers, body }: HeavyRequest): Promise<void> {
  underWay += 1;
  const request = new Request(url, {
    ...{ method, headers: headers.map(([name, value]): [string, string] => [name, value]) },
    ...(body === undefined ? {} : { body: new Blob([...body]) }),
  });
  const response = await app.fetch(request);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const answered = { id, status: response.status, headers: [...response.headers], body: bytes };
  say(answered, [bytes.buffer]);
  underWay -= 1;
  closeWhenDone();
}

function closeWhenDone(): void {
  if (!isClosing || underWay > 0) return;
  table.close();
  port?.close();
}

function objectsRoot(): string {
  return `${local.folder}/objects`;
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
