import { existsSync, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { buildApp } from '../core/api/app.ts';
import { serveDocument } from '../core/api/reference/serve.ts';
import { authenticate } from '../core/access/authenticate.ts';
import { RateLimiter } from '../core/access/rate-limit.ts';
import { allRoutes } from '../core/api/clarifai/all-routes.ts';
import { issueDue } from '../core/billing/invoice/issue-due.ts';
import { reconcile } from '../core/recovery/reconcile.ts';
import { buildConsole } from '../console/build/build-console.ts';
import { composeLocalHost } from './compose.ts';
import type { LocalHost } from './compose.ts';
import { serveConsole } from './console/serve-console.ts';
import { SignInLinks, serveSignInLinks } from './console/sign-in-links.ts';
import { divide } from './heavy/divided-app.ts';
import { HeavyProcess } from './heavy/heavy-process.ts';
import { lockFolder } from './data-folder/folder-lock.ts';
import { ownKey } from './data-folder/own-key.ts';
import { databaseName, makePrivate } from './data-folder/privacy.ts';
import { explainStart, portProblem } from './data-folder/start-problem.ts';
import { codeOf } from './file-system.ts';
import { deleteExpiredUploads } from './objects/expired-uploads.ts';
import { deleteLeftovers } from './data-folder/leftovers.ts';
import { deleteUnfinished } from './objects/unfinished.ts';
import { findDevice } from './python/device.ts';
import { machineText } from './machine/machine-words.ts';
import { serveFiles } from './objects/file-routes.ts';
import { startGrpcServer } from './grpc/grpc-server.ts';
import { ensurePython } from './python/python-environment.ts';
import type { LocalSettings } from './settings.ts';
import { Undo } from './undo.ts';

/** How often lost events and old uploads are looked for, milliseconds. */
const reconcileEvery = 5_000;
const tidyEvery = 3_600_000;
/** How often it is looked for invoices that are due. */
const invoiceEvery = 86_400_000;

export interface RunningServer {
  readonly url: string;
  /** Where the same is served over gRPC: `127.0.0.1:8421`. */
  readonly grpcAddress?: string;
  /** The laptop user's own key. */
  readonly key: string;
  /**
   * Settles when this machine is calibrated, was not to be, or could not be; see `LocalSettings`.
   */
  readonly calibrated: Promise<void>;
  /** A link to the console that signs in once, within ten minutes. */
  signInLink(): string;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly local: LocalSettings;
  readonly root: string;
  /** One JSON object a line: events and errors. */
  readonly log: (line: string) => void;
  /** Progress for a person. */
  readonly say: (line: string) => void;
}

/**
 * Starts the laptop host: takes its data folder, makes the Python environment where it is missing,
 * takes up what an earlier process left, and listens on 127.0.0.1. From then on the files that this
 * process makes are its owner's only.
 * @throws Error that says what to do; what was opened until then is closed, and no port is held
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const undo = new Undo();
  try {
    return await startOn(options, undo);
  } catch (error) {
    await undo.run().catch(() => undefined);
    throw explainStart(error, options.local);
  }
}

async function startOn(options: ServerOptions, undo: Undo): Promise<RunningServer> {
  const { local, log, say } = options;
  const { hasHistory } = await openFolder(local.folder, undo, say);
  const { python } = await ensurePython(options.root, say);
  const device = await findDevice(python, join(options.root, 'container/device.py'), local.device);
  say(`trainings run on: ${device.name}`);
  // The ports are taken before anything runs; links carry the first one.
  // A browser that comes too early asks again by itself.
  const headers = { refresh: '1', 'retry-after': '1' };
  const door: Door = { fetch: () => Response.json({ status: starting }, { status: 503, headers }) };
  const url = await listen(door, local.port, undo);
  const grpcAddress = await listenForGrpc(door, { ...local, baseUrl: url }, undo);
  const host = composeLocalHost({ ...options, python, device, baseUrl: url, undo });
  const key = await ownKey({ ...local, hasHistory, say }, host.deps);
  await host.resume();
  const heavy = new HeavyProcess(host.heavy, { deps: host.deps, log });
  undo.add(() => heavy.close());
  const links = new SignInLinks(url, Date.now);
  door.fetch = buildLocalApp(host, heavy, { local, log, say, links });
  undo.add(startReconciling(host, log));
  undo.add(startTidying(host, local.folder, log));
  undo.add(startInvoicing(host, log));
  if (!local.calibrates) say(machineText(host.machine.file));
  const calibrated = local.calibrates
    ? host.machine.calibrate(host.deps.now, say)
    : Promise.resolve();
  const close = () => undo.run();
  const signInLink = () => links.make({ key, userId: local.userId });
  return { url, key, calibrated, signInLink, ...(grpcAddress ? { grpcAddress } : {}), close };
}

const starting = { code: 10030, description: 'Try again', details: 'deeptune is starting' };

/** Makes the data folder, takes it for this host, and closes it to others. */
async function openFolder(
  folder: string,
  undo: Undo,
  say: (line: string) => void,
): Promise<{ hasHistory: boolean }> {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  undo.add(lockFolder(folder));
  await makePrivate(folder, say);
  return { hasHistory: existsSync(join(folder, databaseName)) };
}

interface Door {
  fetch: (request: Request) => Response | Promise<Response>;
}

/** The application, in this process and in the one for heavy requests. */
function buildLocalApp(
  { deps, objects, streams }: LocalHost,
  heavy: HeavyProcess,
  options: Omit<ServerOptions, 'root'> & { readonly links: SignInLinks },
): Door['fetch'] {
  const { local, log, say, links } = options;
  const { requestsPerSecond } = local;
  const requestLimit = requestsPerSecond > 0 ? new RateLimiter(requestsPerSecond) : undefined;
  const identify = (request: Request) =>
    authenticate(request.headers.get('authorization') ?? undefined, deps);
  const app = buildApp(allRoutes, {
    deps,
    requestLimit,
    identify,
    streamEvents: (listener, isAllowed) => streams.open(listener, isAllowed),
    report: (error, requestId) =>
      log(JSON.stringify({ at: deps.now(), requestId, error: errorText(error) })),
  });
  serveDocument(app, allRoutes);
  serveFiles(app, objects);
  serveSignInLinks(app, links, identify);
  serveConsole(app, buildConsole, say);
  const nowMillis = () => Date.parse(deps.now());
  return divide({ here: app.fetch, heavy, identify, requestLimit, nowMillis });
}

/**
 * How long a connection stays open for the next request. Node's own 5 seconds end while a client on
 * a busy machine writes its next request, which then fails with ECONNRESET: the service never had
 * it, but the client cannot know. 65 is beyond the minute after which clients and proxies let go.
 */
const idleConnectionMillis = 65_000;

/** @returns where it listens, `http://127.0.0.1:8420`. @throws Error where the port is taken */
async function listen(door: Door, port: number, undo: Undo): Promise<string> {
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve(
      { fetch: (request) => door.fetch(request), port, hostname: '127.0.0.1' },
      () => resolve(made as Server),
    );
    made.on('error', (error) => reject(portProblem(error, 'DEEPTUNE_PORT', port)));
  });
  server.keepAliveTimeout = idleConnectionMillis;
  undo.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function listenForGrpc(
  door: Door,
  { grpc, baseUrl }: LocalSettings & { readonly baseUrl: string },
  undo: Undo,
): Promise<string | undefined> {
  if (!grpc) return undefined;
  const handle = (request: Request) => door.fetch(request);
  const server = await startGrpcServer(handle, { ...grpc, baseUrl }).catch((error: unknown) => {
    throw isAboutFile(error) ? error : portProblem(error, 'DEEPTUNE_GRPC_PORT', grpc.port);
  });
  undo.add(() => server.close());
  return `127.0.0.1:${server.port}`;
}

/** A PEM file that cannot be read, rather than the port. */
function isAboutFile(error: unknown): boolean {
  return (
    ['ENOENT', 'EACCES', 'EISDIR'].includes(codeOf(error)) || /PEM|key values/i.test(String(error))
  );
}

function startReconciling(host: LocalHost, log: (line: string) => void): () => void {
  const look = async () => {
    const { repaired } = await reconcile(host.deps);
    if (repaired.length > 0)
      log(JSON.stringify({ at: host.deps.now(), reconciled: [...repaired] }));
  };
  return repeat(reconcileEvery, look, log);
}

/** Now, and every hour: what nobody will ask for again goes. */
function startTidying(
  { deps, objects }: LocalHost,
  folder: string,
  log: (line: string) => void,
): () => void {
  const folders = { objects: join(folder, 'objects'), jobs: join(folder, 'jobs') };
  const tidy = async () => {
    const now = Date.parse(deps.now());
    const uploads = await deleteExpiredUploads(objects, deps.now());
    const unfinished = await deleteUnfinished(folders.objects, now);
    const leftovers = await deleteLeftovers(
      { ...folders, table: deps.table },
      { now, grace: tidyEvery },
    );
    if (uploads + unfinished + leftovers > 0)
      log(JSON.stringify({ at: deps.now(), tidied: { uploads, unfinished, leftovers } }));
  };
  void tidy().catch((error: unknown) => log(errorText(error)));
  return repeat(tidyEvery, tidy, log);
}

/** Now, and every day: invoices that are due are issued, as AWS's host does on the third. */
function startInvoicing({ deps }: LocalHost, log: (line: string) => void): () => void {
  const issue = async () => {
    const { issued, failed } = await issueDue(() => true, deps);
    if (issued.length + failed.length > 0)
      log(JSON.stringify({ at: deps.now(), invoices: { issued, failed } }));
  };
  void issue().catch((error: unknown) => log(errorText(error)));
  return repeat(invoiceEvery, issue, log);
}

/** Every so many milliseconds, unless the last time is not over. */
function repeat(every: number, act: () => Promise<void>, log: (line: string) => void): () => void {
  let isActing = false;
  const timer = setInterval(() => {
    if (isActing) return;
    isActing = true;
    act()
      .catch((error: unknown) => log(errorText(error)))
      .finally(() => (isActing = false));
  }, every);
  return () => clearInterval(timer);
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
