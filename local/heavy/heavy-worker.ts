import { readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../core/api/app.ts';
import { allRoutes } from '../../core/api/clarifai/all-routes.ts';
import { authenticate } from '../../core/access/authenticate.ts';
import { freezeVersion } from '../../core/dataset/version/freezing/freeze-version.ts';
import type { Dependencies } from '../../core/ports/host.ts';
import { HttpFetcher } from '../../net/http-fetcher.ts';
import { SchemeFetcher } from '../../net/scheme-fetcher.ts';
import { machineFileOf } from '../machine/machine-file.ts';
import { onMachine } from '../machine/on-machine.ts';
import { FileObjects } from '../objects/file-objects.ts';
import { NoBuckets } from '../objects/no-buckets.ts';
import { processSources } from '../process-sources.ts';
import { PromiseTasks } from '../tasks/promise-tasks.ts';
import { ReadingTable } from '../table/reading-table.ts';
import type {
  FromProcess,
  HeavyAnswer,
  HeavyProcessData,
  HeavyRequest,
  ToProcess,
} from './messages.ts';
import { RemoteBodies } from './remote-bodies.ts';
import { RemotePorts } from './remote-ports.ts';

/**
 * The process for heavy requests: the same application, on the same data. It reads the database and
 * the objects itself; what it writes to the table, and the ports that run something, are asked for
 * in the process that serves.
 */
const sent = (message: FromProcess) =>
  new Promise<void>((resolve) => process.send?.(message, () => resolve()));
const say = (message: FromProcess) => void sent(message);
const remote = new RemotePorts(say);
const bodies = new RemoteBodies((pull) => say({ pull }));

let running: Running | undefined;
let underWay = 0;
let isClosing = false;

process.on('message', (message: ToProcess) => {
  if (message === 'close') {
    isClosing = true;
    void running?.tasks.close().then(closeWhenDone);
  } else if ('start' in message) running = compose(message.start);
  else if ('call' in message) remote.take(message);
  else if ('body' in message) bodies.take(message);
  else void answer(message);
});
// The process that serves decides when this one ends, and takes it along where it is killed.
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
giveWay();

interface Running {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly table: ReadingTable;
  readonly tasks: PromiseTasks;
}

function compose(data: HeavyProcessData): Running {
  const table = new ReadingTable(data.databasePath, (writes) =>
    remote.call({ port: 'table', method: 'write', args: [writes] }),
  );
  const { now } = processSources;
  const tasks = new PromiseTasks({
    run: (task, hasTime) => freezeVersion(task, hasTime, deps),
    onError: (error) => say({ log: JSON.stringify({ at: now(), error: textOf(error) }) }),
  });
  const deps: Dependencies = {
    ...{ ...remote.ports(), ...processSources, ...storesOf(data), tasks, table },
    settings: onMachine(data.settings, machineFileOf(data.local.folder, data.machine)),
  };
  const app = buildApp(allRoutes, {
    deps,
    identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
    report: (error, requestId) =>
      say({ log: JSON.stringify({ at: now(), requestId, error: textOf(error) }) }),
  });
  return { fetch: app.fetch, table, tasks };
}

function storesOf({ local, baseUrl, signingKey }: HeavyProcessData) {
  const { now } = processSources;
  const root = join(local.folder, 'objects');
  return {
    objects: new FileObjects({ root, baseUrl, signingKey, now }),
    fetcher: new SchemeFetcher({
      s3: new NoBuckets(),
      others: new HttpFetcher({ hosts: local.fetchHosts, setting: 'DEEPTUNE_FETCH_HOSTS' }),
    }),
  };
}

/**
 * Where there are few cores, the others come first. On Linux each thread has a priority of its own,
 * and those that help the collector are there already; later ones inherit it.
 */
function giveWay(): void {
  const priority = Math.min(19, getPriority() + 15);
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0];
  for (const thread of threads) setPriority(thread, priority);
}

/** Whatever becomes of one request, the others go on. */
async function answer(asked: HeavyRequest): Promise<void> {
  underWay += 1;
  await sent(await answerOf(asked).catch((error: unknown) => failed(asked.id, error)));
  underWay -= 1;
  closeWhenDone();
}

async function answerOf(asked: HeavyRequest): Promise<HeavyAnswer> {
  const { id, method, url, headers, hasBody } = asked;
  const request = new Request(url, {
    ...{ method, headers: headers.map(([name, value]): [string, string] => [name, value]) },
    ...(hasBody ? { body: bodies.open(id), duplex: 'half' } : {}),
  });
  const response = await running?.fetch(request);
  if (!response) throw new Error('a request came before the start');
  const body = new Uint8Array(await response.arrayBuffer());
  return { id, status: response.status, headers: [...response.headers], body };
}

function failed(id: number, error: unknown): HeavyAnswer {
  say({ log: JSON.stringify({ at: processSources.now(), error: textOf(error) }) });
  const status = { code: 99009, description: 'Internal error' };
  const body = new TextEncoder().encode(JSON.stringify({ status }));
  return { id, status: 500, headers: [['content-type', 'application/json']], body };
}

function closeWhenDone(): void {
  if (!isClosing || underWay > 0) return;
  running?.table.close();
  process.disconnect();
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
