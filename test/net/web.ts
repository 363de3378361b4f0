import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseHostPatterns } from '../../net/host-pattern.ts';
import { HttpFetcher } from '../../net/http-fetcher.ts';
import type { HttpFetcherOptions } from '../../net/http-fetcher.ts';

/** A web server of this test, on an address and a port of its own. It keeps what it was asked. */
export class Web {
  readonly asked: IncomingMessage[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request: IncomingMessage) => this.asked.push(request));
  }

  static async serve(answer: RequestListener, address = '127.0.0.1'): Promise<Web> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, address, resolve));
    return new Web(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/**
 * In these tests 127.0.0.1 stands for the public internet, and all the rest of 127.0.0.0/8 for what
 * lies behind it.
 */
export const standIn = (address: string) => address === '127.0.0.1';

/**
 * A fetcher for which every name, unless `names` says otherwise, is the stand-in for a public
 * machine.
 */
export function fetcherOf(
  hosts: string,
  options: Partial<HttpFetcherOptions> & { names?: Readonly<Record<string, string[]>> } = {},
): HttpFetcher {
  const { names = {}, ...others } = options;
  const resolve = async (name: string) =>
    (names[name] ?? ['127.0.0.1']).map((address) => ({ address, family: 4 }));
  return new HttpFetcher({
    hosts: parseHostPatterns(hosts),
    setting: 'FETCH_HOSTS',
    resolve,
    isAllowedAddress: standIn,
    ...others,
  });
}

/** An hour from now: only the fetcher's own limits count. */
export const later = () => new Date(Date.now() + 3_600_000).toISOString();
