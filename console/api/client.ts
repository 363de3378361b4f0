import { Client } from '../../client/client.ts';
import type { Session } from '../session/session.tsx';
import { carry } from './carry.ts';

/**
 * The typed client on the console's own origin, which serves the API too.
 * @param appId the app that calls without one of their own are about
 */
export function clientOf({ key, userId }: Session, appId = ''): Client {
  return new Client({ url: location.origin, key, userId, appId, fetch: carry });
}
