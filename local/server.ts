import type { Server } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { buildApp } from '../core/api/app.ts';
import { authenticate, storeKey } from '../core/access/authenticate.ts';
import { RateLimiter } from '../core/access/rate-limit.ts';
import { allRoutes } from '../core/api/clarifai/all-routes.ts';
import { reconcile } from '../core/recovery/reconcile.ts';
import { composeLocalHost } from './compose.ts';
import type { LocalHost } from './compose.ts';
import { deleteExpiredUploads } from './objects/expired-uploads.ts';
import { findDevice } from './python/device.ts';
import { serveFiles } from './objects/file-routes.ts';
import { startGrpcServer } from './grpc/grpc-server.ts';
import { ensurePython } from './python/python-environment.ts';
import { newSecret, readSecret } from './settings.ts';
import type { LocalSettings } from './settings.ts';

/** How often lost events and old uploads are looked for, milliseconds. */
const reconcileEvery = 5_000;
const tidyEvery = 3_600_000;

export interface RunningServer {
  readonly url: string;
  /** Where the same is served over gRPC: `127.0.0.1:8421`. */
  readonly grpcAddress?: string;
  /** The laptop user's own key. */
  readonly key: string;
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
 * Starts the laptop host: makes the Python environment where it is missing, takes up what an
 * earlier process left, and listens on 127.0.0.1.
 * @throws Error where the port is taken or Python is missing
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { local, log } = options;
  const { python } = await ensurePython(options.root, options.say);
  const device = await findDevice(python, join(options.root, 'container/device.py'), local.device);
  options.say(`trainings run on: ${device.name}`);
  // The port is taken first: links carry it, and a second server on the same folder stops here.
  const door: Door = { fetch: () => new Response('deeptune is starting', { status: 503 }) };
  const server = await listen(door, local.port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host = composeLocalHost({ ...options, python, device, baseUrl: url });
  const key = await ownKey(local, host);
  await host.resume();
  const heavy = new HeavyThread(host.heavy, { deps: host.deps, log });
  const { fetch } = buildLocalApp(host, heavy, { local, log });
  door.fetch = fetch;
  const grpc = local.grpc && (await startGrpcServer(fetch, { ...local.grpc, baseUrl: url }));
  const stops = [startReconciling(host, log), startTidying(host, log)];
  return {
    url,
    key,
    ...(grpc ? { grpcAddress: `127.0.0.1:${grpc.port}` } : {}),
    close: () => {
      grpc?.close();
      for (const stop of stops) stop();
      return close(server, host);
    },
  };
}

interface Door {
  fetch: (request: Request) => Response | Promise<Response>;
}

function buildLocalApp(
  host: LocalHost,
  { requestsPerSecond }: LocalSettings,
  log: (line: string) => void,
): Hono {
  const app = buildApp(allRoutes, {
    deps: host.deps,
    ...(requestsPerSecond > 0 ? { requestLimit: new RateLimiter(requestsPerSecond) } : {}),
    identify: (request) =>
      authenticate(request.headers.get('authorization') ?? undefined, host.deps),
    report: (error, requestId) =>
      log(JSON.stringify({ at: host.deps.now(), requestId, error: errorText(error) })),
  });
  serveFiles(app, host.objects);
  return app;
}

/**
 * Made once per data folder and shown at every start; like every key, only its hash is in the
 * database.
 */
async function ownKey(local: LocalSettings, { deps }: LocalHost): Promise<string> {
  const key = readSecret(local.folder, 'key', () => `dt_${newSecret()}`);
  const hash = deps.sha256(key);
  const record = {
    id: hash.slice(0, 32),
    userId: local.userId,
    description: 'made by the laptop host',
    scopes: ['All'],
    createdAt: deps.now(),
  };
  await storeKey(hash, record, deps);
  return key;
}

function listen(door: Door, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: (request) => door.fetch(request), port, hostname: '127.0.0.1' },
      () => resolve(server as Server),
    );
    server.on('error', reject);
  });
}

function startReconciling(host: LocalHost, log: (line: string) => void): () => void {
  const look = async () => {
    const { repaired } = await reconcile(host.deps);
    if (repaired.length > 0)
      log(JSON.stringify({ at: host.deps.now(), reconciled: [...repaired] }));
  };
  return repeat(reconcileEvery, look, log);
}

/** Now, and every hour. */
function startTidying({ deps, objects }: LocalHost, log: (line: string) => void): () => void {
  const tidy = async () => void (await deleteExpiredUploads(objects, deps.now()));
  void tidy().catch((error: unknown) => log(errorText(error)));
  return repeat(tidyEvery, tidy, log);
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

async function close(server: Server, host: LocalHost): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await host.close();
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
