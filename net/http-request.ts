import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { NotFetchedError } from './not-fetched-error.ts';

/** An address of a name, as DNS gives it. */
export interface Address {
  readonly address: string;
  readonly family: number;
}

/** A request beside where it goes. */
export interface RequestParts {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Certificates that are trusted; absent: those that Node trusts. */
  readonly ca?: string | undefined;
}

/**
 * Opens one request to one of these addresses and to no other: the name is not looked up again. No
 * agent, so that no connection, proxy or cookie of anything else is used.
 * @returns the answer with its body still to be read
 */
export function openRequest(
  url: URL,
  addresses: readonly Address[],
  signal: AbortSignal,
  { method, headers = {}, body, ca }: RequestParts,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const own = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'deeptune' };
  const options = { method, agent: false, lookup: onlyTo(addresses), signal };
  const trusted = ca === undefined ? {} : { ca };
  return new Promise((resolve, reject) => {
    request(url, { ...options, ...trusted, headers: { ...own, ...headers } })
      .on('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

/** One GET, as `openRequest`. */
export function openGet(
  url: URL,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return openRequest(url, addresses, signal, { method: 'GET' });
}

function onlyTo(addresses: readonly Address[]): LookupFunction {
  const [first] = addresses;
  return (_name, options, found) =>
    options.all
      ? found(null, [...addresses])
      : found(null, first?.address ?? '', first?.family ?? 4);
}

/**
 * @throws NotFetchedError as soon as there is more than `maxBytes`; what was announced too large is
 * not read at all
 */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new NotFetchedError(`it is larger than ${maxBytes} bytes`);
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
