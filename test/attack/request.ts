/** One request, in a form that can be shown and sent again. */
export interface Asked {
  readonly method: string;
  /** From `/` on. */
  readonly path: string;
  /** Absent: without a key. */
  readonly key?: string | undefined;
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds; 30 by default. */
  readonly timeout?: number;
}

export interface Answered {
  /** 0: no answer came. */
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends a request; what is refused, or ends without an answer, is an answer too. */
export async function ask(url: string, asked: Asked): Promise<Answered> {
  const { method, path, key, headers = {}, timeout = 30 } = asked;
  try {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(key === undefined ? {} : { authorization: `Key ${key}` }), ...headers },
      ...(asked.body === undefined ? {} : { body: bodyOf(asked.body) }),
      signal: AbortSignal.timeout(timeout * 1_000),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  } catch (error) {
    const cause = (error as Error).cause as Error | undefined;
    const text = `no answer: ${(error as Error).message} ${cause?.message ?? ''}`;
    return { status: 0, text, headers: new Headers() };
  }
}

function bodyOf(body: unknown): FormData | string {
  if (body instanceof FormData || body instanceof Uint8Array) return body as FormData;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** The body of an answer that must be JSON and 200. */
export async function must<T>(url: string, asked: Asked): Promise<T> {
  const answer = await ask(url, asked);
  if (answer.status !== 200) throw new Error(evidence(url, asked, answer));
  return JSON.parse(answer.text) as T;
}

const shown = 400;

/** The request as a command that sends it again, and what came back. */
export function evidence(url: string, asked: Asked, answer: Answered): string {
  const { method, path, key, body, headers = {} } = asked;
  const all = { ...(key === undefined ? {} : { authorization: `Key ${key}` }), ...headers };
  const words = Object.entries(all).map(([name, value]) => `-H '${name}: ${value}'`);
  const text = body === undefined || body instanceof FormData ? '' : String(bodyOf(body));
  const sent = text === '' ? '' : ` --data '${cut(text)}'`;
  return `curl -X ${method} ${words.join(' ')}${sent} '${url}${cut(path)}'\n-> ${answer.status} ${cut(answer.text)}`;
}

function cut(text: string): string {
  return text.length <= shown ? text : `${text.slice(0, shown)}… (${text.length} characters)`;
}
