import type { Hono } from 'hono';
import { Client } from '../../../client/client.ts';
import { buildApp } from '../../../core/api/app.ts';
import { authenticate, createApiKey } from '../../../core/access/authenticate.ts';
import { RateLimiter } from '../../../core/access/rate-limit.ts';
import { allRoutes } from '../../../core/api/clarifai/all-routes.ts';
import { serveDocument } from '../../../core/api/reference/serve.ts';
import type { SizeLimits } from '../../../core/api/http/body/size-limits.ts';
import type { Fetcher } from '../../../core/ports/fetcher.ts';
import type { Notifier } from '../../../core/ports/notifier.ts';
import type { VariableName } from '../../../lambda/environment.ts';
import type { Dependencies, Settings } from '../../../core/ports/host.ts';
import { Account } from '../../lambda/account.ts';
import { NotPublishedError, checked } from '../../proto/checked-routes.ts';
import { assertDocumented } from './reference/documented.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- responses of every route, right or wrong
export type Body = any;

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

export interface AppOptions {
  /** False: nothing trains, a test calls the steps itself. */
  readonly runsWorkflow?: boolean;
  readonly requestsPerSecond?: number;
  /** Another one than the deployed, which fetches from nowhere. */
  readonly fetcher?: Fetcher | undefined;
  /** Another one than the deployed, which sends to public addresses only. */
  readonly notifier?: Notifier | undefined;
  /** What the host can carry; without: as much as the laptop. */
  readonly sizeLimits?: SizeLimits | undefined;
  /** What the configuration sets otherwise than usual. */
  readonly variables?: Partial<Record<VariableName, string>>;
  /** What of the deployed settings is another here. */
  readonly settings?: Partial<Settings> | undefined;
}

/** A 1 x 1 PNG. */
export const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

/**
 * The HTTP application on an account in memory, each answer checked against the published interface
 * and against our document; user `tester` has the app `lab`.
 */
export class AppUnderTest {
  readonly account: Account;
  readonly deps: Dependencies;
  readonly base = '/v2/users/tester/apps/lab';
  readonly app: Hono;
  /** Errors that are not the caller's. */
  readonly reported: unknown[] = [];
  #key = '';

  constructor(options: AppOptions = {}) {
    const { runsWorkflow = false, requestsPerSecond, fetcher, settings, variables = {} } = options;
    const { sizeLimits, notifier } = options;
    this.account = new Account({ runsWorkflow, settings, variables });
    const host = this.account.host('api');
    const changes = { ...(fetcher && { fetcher }), ...(notifier && { notifier }) };
    this.deps = fetcher || notifier ? hostWith(host, changes) : host;
    this.app = buildApp(checked(allRoutes), {
      deps: this.deps,
      sizeLimits,
      ...(requestsPerSecond ? { requestLimit: new RateLimiter(requestsPerSecond) } : {}),
      identify: (request) =>
        authenticate(request.headers.get('authorization') ?? undefined, this.deps),
      report: (error) => this.reported.push(error),
    });
    serveDocument(this.app, allRoutes);
  }

  async open(): Promise<void> {
    this.#key = await this.keyOf('tester');
    await this.must('POST', '/v2/users/tester/apps', { apps: [{ id: 'lab' }] });
  }

  close(): Promise<void> {
    return this.account.close();
  }

  async keyOf(userId: string): Promise<string> {
    return (await createApiKey({ userId, description: 'test', scopes: ['All'] }, this.deps)).key;
  }

  /** Of whoever runs the deployment. */
  async operatorKeyOf(userId: string): Promise<string> {
    const request = { userId, description: 'operator', scopes: ['All'], isOperator: true } as const;
    return (await createApiKey(request, this.deps)).key;
  }

  /**
   * @param body a string or a form is sent as it is, anything else as JSON
   * @param key another one than the tester's own
   * @throws Error where the answer is not what is published, or not what the document says
   */
  async send(method: string, path: string, body?: unknown, key = this.#key): Promise<Answer> {
    const init = { method, headers: { authorization: `Key ${key}` } };
    const isText = typeof body === 'string' || body instanceof FormData;
    const sent = isText ? body : JSON.stringify(body);
    return this.#checked(path, body === undefined ? init : { ...init, body: sent });
  }

  async #checked(path: string, init: RequestInit): Promise<Answer> {
    const response = await this.app.request(path, init);
    const answer = { status: response.status, body: await response.json() };
    const undescribed = this.reported.find((error) => error instanceof NotPublishedError);
    if (undescribed) throw undescribed;
    assertDocumented(init.method ?? 'GET', path, answer);
    return answer;
  }

  /**
   * The typed client of the tester, or of the owner of another key; its answers are checked as
   * those of `send` are.
   */
  client(key = this.#key, userId = 'tester', appId = 'lab'): Client {
    const carry = async (path: string, init: RequestInit) => {
      const { status, body } = await this.#checked(path, init);
      return Response.json(body, { status });
    };
    return new Client({ url: '', key, userId, appId, fetch: carry });
  }

  /** Below the app; the body of an answer that must be 200. */
  async must(method: string, path: string, body?: unknown): Promise<Body> {
    const at = path.startsWith('/v2/') ? path : this.base + path;
    const answer = await this.send(method, at, body);
    if (answer.status !== 200)
      throw new Error(`${method} ${at}: ${answer.status} ${JSON.stringify(answer.body.status)}`);
    return answer.body;
  }

  /** Below the app; HTTP and Clarifai code with the details of an answer that must be a refusal. */
  async refused(method: string, path: string, body?: unknown): Promise<[number, number, string]> {
    const at = path.startsWith('/v2/') ? path : this.base + path;
    const answer = await this.send(method, at, body);
    if (answer.status === 200) throw new Error(`${method} ${at} was not refused`);
    return [answer.status, answer.body.status.code, answer.body.status.details];
  }

  /** Texts as inputs, in a dataset where one is named. */
  texts(ids: readonly string[], datasetId?: string, concepts: object[] = []): object {
    const dataset_ids = datasetId === undefined ? [] : [datasetId];
    return {
      inputs: ids.map((id) => ({
        id,
        data: { text: { raw: `text of ${id}` }, concepts },
        dataset_ids,
      })),
    };
  }
}

/** A host with some of its ports replaced; a class with getters cannot be spread. */
export function hostWith(host: Dependencies, changes: Partial<Dependencies>): Dependencies {
  const { table, objects, jobs, workflow, schedules, events, predictor, settings } = host;
  const { fetcher, notifier, tasks, now, newId, sha256, newSha256 } = host;
  const ports = { table, objects, jobs, workflow, schedules, events, predictor, settings };
  return { ...ports, fetcher, notifier, tasks, now, newId, sha256, newSha256, ...changes };
}

export const idsOf = (list: Body): string[] => list.map(({ id }: Body) => id);
