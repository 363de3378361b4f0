import { ApiError } from '../../../client/api-error.ts';
import type { Client } from '../../../client/client.ts';
import { connect } from '../../connection.ts';
import { CommandFailure, exitStatus, notFoundFailure, usageFailure } from '../failure.ts';
import type { Place } from './place.ts';

/** A command's way to the service. */
export interface Session {
  /** In the app of `app`. */
  readonly client: Client;
  readonly url: string;
  readonly user: string;
  readonly app: string;
  /** Where the key was found: DEEPTUNE_KEY, a profile, a path. */
  readonly keyFrom: string;
}

export interface SessionOptions {
  /**
   * `needed`: one that exists, found where none is named (default). `made`: made where it is
   * missing. `none`: of all apps.
   */
  readonly app?: 'needed' | 'made' | 'none';
  /** Told what was decided for the person. */
  readonly say: (line: string) => void;
}

/** The app that the first training makes. */
const firstApp = 'main';

/**
 * Opens the way to a service that answers, with a key that it takes.
 * @throws CommandFailure: key not taken (4), no such app (3), several apps and none named (2);
 *   TypeError where nothing answers
 */
export async function openSession(place: Place, options: SessionOptions): Promise<Session> {
  const { url, user, key, keyFrom } = place;
  const within = (app: string) => ({
    url,
    user,
    app,
    keyFrom,
    client: connect({ url, user, app }, key),
  });
  try {
    if (options.app === 'none') {
      // No app is asked for: this alone says whether the key is taken.
      await within(firstApp).client.call('MyScopesRoot', {});
      return within(place.app ?? firstApp);
    }
    if (place.app === undefined) return within(await onlyApp(within('').client, options));
    const session = within(place.app);
    await assertApp(session.client, place, options);
    return session;
  } catch (error) {
    throw refusedKey(error, place) ?? error;
  }
}

async function onlyApp(client: Client, { app, say }: SessionOptions): Promise<string> {
  const { apps } = await client.call('ListApps', { per_page: 100 });
  const ids = apps.map(({ id }) => id ?? '');
  const [first] = ids;
  if (first !== undefined && ids.length === 1) return first;
  if (first !== undefined)
    throw usageFailure(
      `There are ${ids.length} apps (${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}): --app <id> says which, or DEEPTUNE_APP`,
      `deeptune … --app ${first}`,
    );
  if (app !== 'made')
    throw notFoundFailure('There is no app yet', 'deeptune train ./pictures --app shop');
  await client.call('PostApps', {}, { apps: [{ id: firstApp }] });
  say(`app '${firstApp}' was made`);
  return firstApp;
}

async function assertApp(client: Client, { app = '' }: Place, options: SessionOptions) {
  try {
    await client.call('GetApp', {});
  } catch (error) {
    if (!(error instanceof ApiError) || error.httpStatus !== 404) throw error;
    if (options.app !== 'made')
      throw notFoundFailure(
        `App '${app}' does not exist`,
        `deeptune train ./pictures --app ${app}`,
      );
    await client.call('PostApps', {}, { apps: [{ id: app }] });
    options.say(`app '${app}' was made`);
  }
}

/**
 * A key that is not taken, by where it was found; undefined for every other error. 401 is of the
 * key itself; 403 of what it may do, which the service says.
 */
export function refusedKey(
  error: unknown,
  { url, keyFrom }: Pick<Place, 'url' | 'keyFrom'>,
): CommandFailure | undefined {
  if (!(error instanceof ApiError) || error.httpStatus !== 401) return undefined;
  return new CommandFailure(`The key of ${keyFrom} is not taken by ${url}: ${error.message}`, {
    exitStatus: exitStatus.key,
    code: 'key-refused',
    next: ['deeptune profiles', `deeptune profiles add work --url ${url}`],
  });
}
