import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { Client } from '../../../../client/client.ts';
import { buildApp } from '../../../../core/api/app.ts';
import { authenticate, createApiKey } from '../../../../core/access/authenticate.ts';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import type { Dependencies } from '../../../../core/ports/host.ts';
import { S3Objects } from '../../../../lambda/objects/s3-objects.ts';
import { composeLocalHost } from '../../../../local/compose.ts';
import { serveFiles } from '../../../../local/objects/file-routes.ts';
import { readSettings } from '../../../../local/settings.ts';
import { Account, variables } from '../../../lambda/account.ts';
import { checked } from '../../../proto/checked-routes.ts';
import { s3On } from '../../../wire/clients.ts';
import { listen } from '../../../wire/protocol/endpoint.ts';
import { hostWith } from '../app-under-test.ts';

/**
 * The API of a host over HTTP, each answer checked against the published interface; its links lead
 * somewhere.
 */
export interface ServedHost {
  readonly url: string;
  readonly deps: Dependencies;
  /** The app `lab` of a user. */
  open(userId: string): Promise<Client>;
  close(): Promise<void>;
}

type Fetch = (request: Request) => Response | Promise<Response>;

/** Listens on a port of its own; what answers may be put in place when the address is known. */
export async function listenOn(): Promise<{
  readonly url: string;
  answer: Fetch;
  close(): Promise<void>;
}> {
  const door = { fetch: (request: Request) => opened.answer(request) };
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ ...door, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(listening as Server),
    );
  });
  const opened = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (() => new Response('not yet', { status: 503 })) as Fetch,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return opened;
}

/** The AWS host: its S3 is a fake behind a socket, which judges signatures as S3 does. */
export async function serveAws(): Promise<ServedHost> {
  const account = new Account({ runsWorkflow: false });
  const s3 = await listen(account.aws);
  const objects = new S3Objects({
    client: s3On(s3.url),
    bucket: variables.BUCKET_NAME,
    kmsKeyId: variables.KMS_KEY_ARN,
  });
  const deps = hostWith(account.host('api'), { objects });
  const door = await listenOn();
  door.answer = appOn(deps).fetch;
  const close = async () => {
    await Promise.all([door.close(), s3.close()]);
    await account.close();
  };
  return { url: door.url, deps, open: (userId) => open(userId, door.url, deps), close };
}

/** The laptop host, without what trains. */
export async function serveLaptop(): Promise<ServedHost> {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-served-'));
  const door = await listenOn();
  const host = composeLocalHost({
    local: readSettings({ DEEPTUNE_FOLDER: folder }),
    baseUrl: door.url,
    root: folder,
    python: 'none',
    device: { device: 'cpu', name: 'CPU' },
    log: () => undefined,
  });
  const app = appOn(host.deps);
  serveFiles(app, host.objects);
  door.answer = app.fetch;
  const close = async () => {
    await door.close();
    await host.close();
    rmSync(folder, { recursive: true });
  };
  return {
    url: door.url,
    deps: host.deps,
    open: (userId) => open(userId, door.url, host.deps),
    close,
  };
}

function appOn(deps: Dependencies): Hono {
  return buildApp(checked(allRoutes), {
    deps,
    identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
    report: (error) => {
      throw error;
    },
  });
}

/** The app `lab` of a user, who is there from now on. */
async function open(userId: string, url: string, deps: Dependencies): Promise<Client> {
  const { key } = await createApiKey({ userId, description: 'test', scopes: ['All'] }, deps);
  const client = new Client({ url, key, userId, appId: 'lab' });
  await client.call('PostApps', {}, { apps: [{ id: 'lab' }] });
  return client;
}
