import type { JsonObject } from '../core/json.ts';

/** Where the service is, and who asks. */
export interface ClientOptions {
  /** `http://127.0.0.1:8420`, or the API's URL on AWS. */
  readonly url: string;
  readonly key: string;
  readonly userId: string;
  readonly appId: string;
}

/** The service refused: `code` is Clarifai's status code, `answer` the whole body, which may say more of each part. */
export class ApiError extends Error {
  readonly code: number;
  readonly httpStatus: number;
  readonly answer: JsonObject;

  constructor(code: number, message: string, httpStatus: number, answer: JsonObject) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.httpStatus = httpStatus;
    this.answer = answer;
  }
}

/** An HTTP client of the service: paths below the user or the app, JSON in, JSON out. */
export class Client {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** @param path below `/v2/users/<user>/apps/<app>` @throws ApiError */
  app<T = JsonObject>(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    return this.#send<T>({
      method,
      path: `${this.#userPath()}/apps/${this.#options.appId}${path}`,
      body,
      headers,
    });
  }

  /** @param path below `/v2/users/<user>` @throws ApiError */
  user<T = JsonObject>(method: string, path: string, body?: object): Promise<T> {
    return this.#send<T>({ method, path: `${this.#userPath()}${path}`, body, headers: {} });
  }

  #userPath(): string {
    return `/v2/users/${this.#options.userId}`;
  }

  async #send<T>(request: {
    method: string;
    path: string;
    body: object | undefined;
    headers: Readonly<Record<string, string>>;
  }): Promise<T> {
    const { url, key } = this.#options;
    const response = await fetch(url + request.path, {
      method: request.method,
      headers: {
        authorization: `Key ${key}`,
        'content-type': 'application/json',
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    const answer = (await response.json()) as {
      status: { code: number; description: string; details?: string };
    };
    const { code, description, details } = answer.status;
    if (code !== 10000)
      throw new ApiError(
        code,
        `${code} ${description}${details ? `: ${details}` : ''}`,
        response.status,
        answer as unknown as JsonObject,
      );
    return answer as T;
  }
}
