import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { Client } from '../../../cli/client.ts';
import { buildApp } from '../../../core/api/app.ts';
import { authenticate, createApiKey } from '../../../core/api/authenticate.ts';
import { allRoutes } from '../../../core/api/routes/all.ts';
import { openDatabase } from '../../../local/sqlite-database.ts';
import { SqliteTable } from '../../../local/sqlite-table.ts';
import { hostWith } from '../../core/api/app-under-test.ts';
import { Account } from '../../lambda/account.ts';

/** The API over HTTP with its records in memory; user `tester` has the app `lab`. */
export class Service {
  /** Bodies of the requests that add inputs. */
  readonly posted: { inputs: { id: string }[] }[] = [];
  /** What becomes of the n-th request that adds inputs, from 1: `lost`: carried out, but the answer is not seen. */
  fate: (request: number) => 'answered' | 'lost' | 'away' = () => 'answered';
  readonly client: Client;
  readonly key: string;
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, key: string) {
    this.#server = server;
    this.key = key;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.client = new Client({ url: this.url, key, userId: 'tester', appId: 'lab' });
  }

  static async start(): Promise<Service> {
    const host = new Account({ runsWorkflow: false }).host('api');
    const deps = hostWith(host, { table: new SqliteTable(openDatabase(':memory:')) });
    const app = buildApp(allRoutes, {
      deps,
      identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
      report: () => undefined,
    });
    const whose = { userId: 'tester', description: 'test', scopes: ['All'] };
    const { key } = await createApiKey(whose, deps);
    const door = { fetch: (request: Request) => service.#answer(app, request) };
    const server = await new Promise<Server>((resolve) => {
      const listening = serve({ ...door, port: 0, hostname: '127.0.0.1' }, () =>
        resolve(listening as Server),
      );
    });
    const service: Service = new Service(server, key);
    await service.client.user('POST', '/apps', { apps: [{ id: 'lab' }] });
    return service;
  }

  async #answer(app: Hono, request: Request): Promise<Response> {
    if (request.method !== 'POST' || !request.url.endsWith('/inputs')) return app.fetch(request);
    this.posted.push((await request.clone().json()) as { inputs: { id: string }[] });
    const fate = this.fate(this.posted.length);
    const answer = fate === 'away' ? undefined : await app.fetch(request);
    return fate === 'answered' && answer ? answer : new Response('gone', { status: 502 });
  }

  /** All inputs of the app. */
  async inputs(): Promise<InputWire[]> {
    const { inputs } = await this.client.app<{ inputs: InputWire[] }>(
      'GET',
      '/inputs?per_page=1000',
    );
    return inputs;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export interface InputWire {
  readonly id: string;
  readonly modified_at: string;
  readonly dataset_ids: string[];
  readonly status: { readonly code: number };
  readonly data: {
    readonly text?: { readonly raw: string };
    readonly concepts: { readonly id: string }[];
    readonly regions?: object[];
    readonly metadata: object;
  };
}

/** A temporary folder with these files. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'deeptune-import-'));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  write(name: string, content: string | Uint8Array): string {
    const path = this.at(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
