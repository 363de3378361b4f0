import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Fetched, Fetcher } from '../core/ports/fetcher.ts';
import { maxContentBytes, notFetched } from '../core/ports/fetcher.ts';
import { openGet, readBody } from './http-get.ts';
import type { Address } from './http-get.ts';
import { NotFetchedError } from './not-fetched-error.ts';
import { isPublicAddress } from './public-address.ts';
import { literalAddress, readTarget } from './target.ts';
import type { TargetRules } from './target.ts';

export interface HttpFetcherOptions extends TargetRules {
  /** All addresses of a name. Default: the system's resolver. */
  readonly resolve?: (name: string) => Promise<readonly Address[]>;
  /** Which addresses may be connected to. Default: public ones. */
  readonly isAllowedAddress?: (address: string) => boolean;
  /** Default: 20 MB, 10 s. */
  readonly maxBytes?: number;
  readonly maxMilliseconds?: number;
}

const maxRedirects = 3;
const redirects = [301, 302, 303, 307, 308];

/**
 * Fetches over HTTP(S) for strangers: allowed hosts only, public addresses only, at each of at most
 * 3 redirects anew.
 */
export class HttpFetcher implements Fetcher {
  readonly #options: Required<HttpFetcherOptions>;

  constructor(options: HttpFetcherOptions) {
    this.#options = {
      resolve: (name) => lookup(name, { all: true }),
      isAllowedAddress: isPublicAddress,
      maxBytes: maxContentBytes,
      maxMilliseconds: 10_000,
      ...options,
    };
  }

  async fetch(text: string, until: string): Promise<Fetched> {
    const left = Date.parse(until) - Date.now();
    const milliseconds = Math.max(0, Math.min(this.#options.maxMilliseconds, left));
    const signal = AbortSignal.timeout(milliseconds);
    try {
      return { bytes: await this.#follow(text, signal) };
    } catch (error) {
      return notFetched(text, signal.aborted ? this.#outOfTime() : reasonOf(error));
    }
  }

  async #follow(text: string, signal: AbortSignal): Promise<Uint8Array> {
    let url = readTarget(text, this.#options);
    for (let hops = 0; ; hops += 1) {
      const response = await openGet(url, await this.#addressesOf(url, signal), signal);
      const { location } = response.headers;
      if (!redirects.includes(response.statusCode ?? 0) || location === undefined)
        return await this.#accept(response);
      response.destroy();
      if (hops === maxRedirects)
        throw new NotFetchedError(`it redirects more than ${maxRedirects} times`);
      url = readTarget(location, this.#options, url);
    }
  }

  /**
   * Every address of the name must be allowed: a name with one private address is not a public
   * name.
   */
  async #addressesOf(url: URL, signal: AbortSignal): Promise<readonly Address[]> {
    const literal = literalAddress(url);
    const addresses =
      literal === undefined
        ? await inTime(this.#options.resolve(url.hostname), signal)
        : [{ address: literal, family: isIP(literal) }];
    const { isAllowedAddress } = this.#options;
    if (addresses.length === 0 || !addresses.every(({ address }) => isAllowedAddress(address)))
      throw new NotFetchedError(`'${url.hostname}' does not lead to a public address`);
    return addresses;
  }

  #accept(response: IncomingMessage): Promise<Uint8Array> {
    const { statusCode, headers } = response;
    const encoding = headers['content-encoding'] ?? 'identity';
    if (statusCode === 200 && encoding === 'identity')
      return readBody(response, this.#options.maxBytes);
    response.destroy();
    throw new NotFetchedError(
      statusCode === 200
        ? `it came as '${encoding}', which was not asked for`
        : `its host answered ${statusCode}`,
    );
  }

  #outOfTime(): string {
    return `it was not there in time: one URL has ${this.#options.maxMilliseconds / 1000} seconds, and those of one request share a limit; give fewer in one request`;
  }
}

function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject);
  });
}

/** Of errors that are not ours only the code: their messages name addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof NotFetchedError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  return `its host could not be reached (${code ?? 'connection failed'})`;
}
