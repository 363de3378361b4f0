import { setTimeout } from 'node:timers/promises';
import { ApiError } from '../../../client/api-error.ts';
import { Client } from '../../../client/client.ts';
import type { CommandOptions } from './options.ts';

/** A service that answers and knows the app. */
export interface Door {
  readonly client: Client;
  readonly url: string;
}

/**
 * @param key of DEEPTUNE_KEY
 * @throws Error that says what to do: no key, a key that is not taken, no app; TypeError and
 *   SyntaxError where the service does not answer, for `inWords`
 */
export async function openDoor(
  options: CommandOptions & { readonly app: string },
  key: string | undefined,
): Promise<Door> {
  if (!key)
    throw new Error(
      'DEEPTUNE_KEY is not set. The laptop host has a key in its folder: DEEPTUNE_KEY=$(cat .deeptune/key) npm run import -- …',
    );
  const url = options.url.replace(/\/+(v2\/?)?$/, '');
  const client = new Client({ url, key, userId: options.user, appId: options.app });
  try {
    await client.call('GetApp', {});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.httpStatus !== 404) throw refused(error, url);
    await createApp(client, options);
  }
  return { client, url };
}

async function createApp(
  client: Client,
  { app, user, createApp: isAsked }: CommandOptions & { readonly app: string },
): Promise<void> {
  if (!isAsked)
    throw new Error(
      `App '${app}' of user '${user}' does not exist: --create-app makes it, --user says another user`,
    );
  await client.call('PostApps', {}, { apps: [{ id: app }] });
}

function refused(error: ApiError, url: string): Error {
  const isOfKey = error.httpStatus === 401 || error.httpStatus === 403;
  return isOfKey
    ? new Error(`The key in DEEPTUNE_KEY is not taken by ${url}: ${error.message}`)
    : error;
}

/** What a person reads of an error on the way to the service. */
export function inWords(error: unknown, url: string): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  if (error instanceof TypeError && message === 'fetch failed')
    return `Nothing answers at ${url} (${cause?.code ?? 'no connection'}). Is the service running (npm run serve)? --url says where it is`;
  if (error instanceof SyntaxError) return `What answers at ${url} is not deeptune's API`;
  return message;
}

/**
 * Freezes a dataset version and waits until it is ready.
 * @returns lines for a person
 * @throws Error where it failed
 */
export async function freeze(
  client: Client,
  { dataset, version }: { readonly dataset: string; readonly version: string },
): Promise<string[]> {
  const at = { dataset_id: dataset };
  const asked = { dataset_versions: [{ id: version }] };
  let found = (await client.call('PostDatasetVersions', at, asked)).dataset_versions[0];
  while (found && pending.includes(found.status?.code ?? 0)) {
    await setTimeout(500);
    const of = { ...at, dataset_version_id: version };
    found = (await client.call('GetDatasetVersion', of)).dataset_version;
  }
  const { code, description, details } = found?.status ?? { code: 0, description: 'no answer' };
  if (code !== ready)
    throw new Error(`Dataset version '${version}' is not frozen: ${details ?? description}`);
  return [`dataset version '${version}' is frozen`];
}

/** Clarifai's codes of a dataset version: pending, in progress; ready. */
const pending = [64005, 64010];
const ready = 64015;
