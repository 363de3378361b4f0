import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Hono } from 'hono';
import { Client } from '../../../client/client.ts';
import type { Input } from '../../../core/api/wire/messages.ts';
import { buildApp } from '../../../core/api/app.ts';
import { authenticate, createApiKey } from '../../../core/access/authenticate.ts';
import { allRoutes } from '../../../core/api/clarifai/all-routes.ts';
import { S3Fetcher } from '../../../lambda/fetcher/s3-fetcher.ts';
import { S3Objects } from '../../../lambda/objects/s3-objects.ts';
import { openDatabase } from '../../../local/table/sqlite-database.ts';
import { SqliteTable } from '../../../local/table/sqlite-table.ts';
import { hostWith } from '../../core/api/app-under-test.ts';
import { listenOn } from '../../core/api/http/served-hosts.ts';
import { Account, variables } from '../../lambda/account.ts';
import { fakeClients, s3On } from '../../wire/clients.ts';
import { listen } from '../../wire/protocol/endpoint.ts';
import type { FakeAws } from '../../wire/fake-aws.ts';
import type { FakeS3 } from '../../wire/s3/s3.ts';
import type { WireRequest } from '../../wire/protocol/wire.ts';

/** The API over HTTP with its records in memory; user `tester` has the app `lab`. */
export class Service {
  /** Bodies of the requests that add inputs. */
  readonly posted: {
    inputs: { id: string; data: { image?: { url?: string; base64?: string } } }[];
  }[] = [];
  /**
   * What becomes of the n-th request that adds inputs, from 1: `lost`: carried out, but the answer
   * is not seen.
   */
  fate: (request: number) => 'answered' | 'lost' | 'away' = () => 'answered';
  readonly client: Client;
  readonly key: string;
  readonly url: string;
  /** The account's buckets, and where they answer. */
  readonly s3: FakeS3;
  readonly s3Url: string;
  /** Most PUTs to links that were under way at once. */
  maxUploads = 0;
  #uploads = 0;
  readonly aws: FakeAws;
  readonly #close: () => Promise<unknown>;

  private constructor(
    of: { url: string; key: string; s3Url: string; aws: FakeAws },
    close: () => Promise<unknown>,
  ) {
    this.key = of.key;
    this.url = of.url;
    this.s3Url = of.s3Url;
    this.aws = of.aws;
    this.s3 = of.aws.s3;
    this.#close = close;
    this.client = new Client({ ...of, userId: 'tester', appId: 'lab' });
  }

  static async start(): Promise<Service> {
    const { aws, ...account } = accountOf(new Account({ runsWorkflow: false }));
    const s3 = await listen({ handle: (request) => service.#serveS3(request) });
    const objects = new S3Objects({ client: s3On(s3.url), bucket: variables.BUCKET_NAME });
    const table = new SqliteTable(openDatabase(':memory:'));
    const deps = hostWith(account.host, { table, objects, fetcher: account.fetcher });
    const app = buildApp(allRoutes, {
      deps,
      identify: (request) => authenticate(request.headers.get('authorization') ?? undefined, deps),
      report: () => undefined,
    });
    const whose = { userId: 'tester', description: 'test', scopes: ['All'] };
    const { key } = await createApiKey(whose, deps);
    const door = await listenOn();
    const of = { url: door.url, key, s3Url: s3.url, aws };
    const service: Service = new Service(of, () => Promise.all([door.close(), s3.close()]));
    door.answer = (request) => service.#answer(app, request);
    await service.client.call('PostApps', {}, { apps: [{ id: 'lab' }] });
    return service;
  }

  async #answer(app: Hono, request: Request): Promise<Response> {
    if (request.method !== 'POST' || !request.url.endsWith('/inputs')) return app.fetch(request);
    this.posted.push((await request.clone().json()) as Service['posted'][0]);
    const fate = this.fate(this.posted.length);
    const answer = fate === 'away' ? undefined : await app.fetch(request);
    return fate === 'answered' && answer ? answer : new Response('gone', { status: 502 });
  }

  /** All inputs of the app. */
  async inputs(): Promise<readonly Input[]> {
    return (await this.client.call('ListInputs', { per_page: 1000 })).inputs;
  }

  async #serveS3(request: WireRequest): ReturnType<FakeAws['handle']> {
    if (request.method !== 'PUT' || !request.path.startsWith('/uploads/'))
      return this.aws.handle(request);
    this.#uploads += 1;
    this.maxUploads = Math.max(this.maxUploads, this.#uploads);
    // All that came together are here before the first is answered.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.#uploads -= 1;
    return this.aws.handle(request);
  }

  async close(): Promise<void> {
    await this.#close();
  }
}

/** The account, from whose bucket `pictures` inputs may be read. */
function accountOf(account: Account) {
  const { aws } = account;
  const fetcher = new S3Fetcher({
    client: fakeClients(aws).s3,
    places: [{ bucket: 'pictures', prefix: '' }],
    ownBucket: variables.BUCKET_NAME,
  });
  return { aws, host: account.host('api'), fetcher };
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
