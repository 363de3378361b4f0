import type { IncomingMessage } from 'node:http';
import type { Fetched, Fetcher } from '../core/ports/fetcher.ts';
import { maxContentBytes, notFetched } from '../core/ports/fetcher.ts';
import type { AddressRules } from './addresses.ts';
import { addressesOf, reasonOf } from './addresses.ts';
import { openGet, readBody } from './http-request.ts';
import { NotFetchedError } from './not-fetched-error.ts';
import { readTarget } from './target.ts';
import type { TargetRules } from './target.ts';

export interface HttpFetcherOptions extends TargetRules, AddressRules {
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
  readonly #options: HttpFetcherOptions & {
    readonly maxBytes: number;
    readonly maxMilliseconds: number;
  };

  constructor(options: HttpFetcherOptions) {
    this.#options = { maxBytes: maxContentBytes, maxMilliseconds: 10_000, ...options };
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
      const response = await openGet(url, await addressesOf(url, this.#options, signal), signal);
      const { location } = response.headers;
      if (!redirects.includes(response.statusCode ?? 0) || location === undefined)
        return await this.#accept(response);
      response.destroy();
      if (hops === maxRedirects)
        throw new NotFetchedError(`it redirects more than ${maxRedirects} times`);
      url = readTarget(location, this.#options, url);
    }
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
