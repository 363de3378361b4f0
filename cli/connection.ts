import { isOfDeeptune } from './command-line.ts';
import { Client } from '../client/client.ts';
import type { ClientOptions } from '../client/client.ts';

/** Where a command finds the service, and the app it is about. */
export interface Connection {
  readonly url: string;
  readonly user: string;
  readonly app: string;
  /** What carries the requests; absent: the global `fetch`. */
  readonly fetch?: NonNullable<ClientOptions['fetch']>;
}

/**
 * A client of the service. @param key of DEEPTUNE_KEY @throws Error that says where a key is found
 */
export function connect(connection: Connection, key: string | undefined): Client {
  const { user, app, fetch } = connection;
  if (!key)
    throw new Error(
      'DEEPTUNE_KEY is not set. The laptop host has a key in its folder: DEEPTUNE_KEY=$(cat .deeptune/key)',
    );
  const url = addressOf(connection.url);
  return new Client({ url, key, userId: user, appId: app, ...(fetch ? { fetch } : {}) });
}

/** An API's address without the `/` or `/v2` that a person may have written behind it. */
export function addressOf(url: string): string {
  return url.replace(/\/+(v2\/?)?$/, '');
}

/** What a person reads of an error on the way to the service. */
export function errorInWords(error: unknown, url: string): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  if (error instanceof TypeError && message === 'fetch failed')
    return `Nothing answers at ${url} (${cause?.code ?? 'no connection'}). Is the service running (${isOfDeeptune() ? 'deeptune' : 'npm run'} serve)? --url says where it is`;
  if (error instanceof SyntaxError) return `What answers at ${url} is not deeptune's API`;
  return message;
}
