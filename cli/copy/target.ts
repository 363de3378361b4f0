import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';

/** Where the copy goes. */
export interface Target {
  /** In the app that is filled. */
  readonly client: Client;
  readonly appId: string;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/**
 * Makes one thing.
 * @returns `there` where its id is taken; where it is refused, why
 * @throws what says nothing of this one thing: the key, the address
 */
export async function make(act: () => Promise<unknown>): Promise<'copied' | 'there' | ApiError> {
  try {
    await act();
    return 'copied';
  } catch (error) {
    if (!(error instanceof ApiError) || concernsAll(error)) throw error;
    return error.httpStatus === 409 ? 'there' : error;
  }
}

/** The key is wrong, or may not do this. */
export function concernsAll({ httpStatus }: ApiError): boolean {
  return httpStatus === 401 || httpStatus === 403;
}
