import type { Answers, AnswerStatus } from '../core/api/wire/messages.ts';
import type { JsonObject } from '../core/json.ts';
import { ApiError } from './api-error.ts';
import { eventsIn } from './event-stream.ts';
import type { StreamedEvent } from './event-stream.ts';
import type { Operation, ParametersOf, RestOf } from './operation.ts';
import { targetOf } from './paths.ts';
import type { Value } from './paths.ts';

/** Where the service is, and who asks. */
export interface ClientOptions {
  /** `http://127.0.0.1:8420`, or the API's URL on AWS. */
  readonly url: string;
  readonly key: string;
  readonly userId: string;
  readonly appId: string;
  /** What carries the requests; absent: the global `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** A request by its path. */
export interface PlainRequest {
  readonly method: string;
  /** From `/v2` on, with its query. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP client of the service, typed by its operations. It needs `fetch` and nothing of Node. */
export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Calls an operation in the client's app.
   * @param parameters what its path names, and what its query takes; another user or app than the
   *   client's as `user_id`, `app_id`
   * @param rest the body, where it takes any; and an idempotency key: a second
   *   `PostModelVersions` with the same one starts nothing
   * @throws ApiError where the service refuses; fetch's TypeError where it cannot be reached
   */
  async call<Asked extends Operation>(
    operation: Asked,
    parameters: ParametersOf<Asked>,
    ...[body, idempotencyKey]: RestOf<Asked>
  ): Promise<Answers[Asked]> {
    const { userId, appId } = this.#options;
    const scope = { user_id: userId, app_id: appId };
    const target = targetOf(operation, parameters as Readonly<Record<string, Value>>, scope);
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const answer: unknown = await this.send({ ...target, body, headers });
    return answer as Answers[Asked];
  }

  /**
   * The entity tag of what lies at an address of the service, without reading it: of an input's
   * picture the SHA-256 of its bytes. Undefined where the address answers none.
   * @param path from `/v2` on @throws TypeError as `call`
   */
  async entityTag(path: string): Promise<string | undefined> {
    const { url, key, fetch: carry = fetch } = this.#options;
    const headers = { authorization: `Key ${key}` };
    const response = await carry(url + path, { method: 'GET', headers, redirect: 'manual' });
    await response.body?.cancel();
    return response.headers.get('etag')?.replaceAll('"', '');
  }

  /**
   * What happens to the client's user, as it happens: `progress` of running jobs and domain events.
   * A host that streams none refuses with 501: ask `ListActivity` again there.
   * @param signal ends it @throws ApiError, TypeError, as `call`; what the connection breaks with
   */
  async *events(signal?: AbortSignal): AsyncGenerator<StreamedEvent, void> {
    const path = `/v2/users/${encodeURIComponent(this.#options.userId)}/events`;
    const { body } = await this.content(path, signal);
    if (body) yield* eventsIn(body);
  }

  /**
   * What lies at an address of the service that answers no JSON, such as an input's picture,
   * whether it answers it itself or says where it lies.
   * @param path from `/v2` on @param signal ends it @throws ApiError, TypeError, as `call`
   */
  async content(path: string, signal?: AbortSignal): Promise<Response> {
    const { url, key, fetch: carry = fetch } = this.#options;
    const headers = { authorization: `Key ${key}` };
    const response = await carry(url + path, {
      method: 'GET',
      headers,
      ...(signal ? { signal } : {}),
    });
    if (response.ok) return response;
    const answer = await answerOf(response);
    throw new ApiError(answer.status, response.status, answer);
  }

  /**
   * A request that no operation describes, such as a wrong one. @throws ApiError, TypeError, as
   * `call`
   */
  async send({ method, path, body, headers = {} }: PlainRequest): Promise<JsonObject> {
    const { url, key, fetch: carry = fetch } = this.#options;
    const response = await carry(url + path, {
      method,
      // The service sends nobody on: a body meant for it goes nowhere else.
      redirect: 'manual',
      headers: { authorization: `Key ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await answerOf(response);
    if (answer.status.code !== 10000) throw new ApiError(answer.status, response.status, answer);
    return answer;
  }
}

type Refusal = JsonObject & { readonly status: AnswerStatus };

/** @throws SyntaxError where what answers is not the service */
async function answerOf(response: Response): Promise<Refusal> {
  const answer: unknown = await response.json();
  const { status } = (answer ?? {}) as { readonly status?: Partial<AnswerStatus> | null };
  if (typeof status?.code === 'number') return answer as Refusal;
  throw new SyntaxError(`HTTP ${response.status} without a status of the service`);
}
