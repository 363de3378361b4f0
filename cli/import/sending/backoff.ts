import { ApiError } from '../../../client/api-error.ts';

export type Wait = (milliseconds: number) => Promise<void>;

const pauses = [1_000, 2_000, 4_000, 8_000, 16_000];

/**
 * Acts; again, for half a minute, where the other side is busy or away.
 * @param act told how often it was tried before
 * @throws what `act` threw last, or at once where the service refused
 */
export async function withBackoff<T>(act: (tries: number) => Promise<T>, wait: Wait): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await act(tries);
    } catch (error) {
      const pause = pauses[tries];
      const isFinal = error instanceof ApiError && !isTransient(error.httpStatus);
      if (pause === undefined || isFinal) throw error;
      await wait(pause);
    }
  }
}

/** An HTTP status that says nothing of the request. */
export function isTransient(httpStatus: number): boolean {
  return httpStatus >= 500 || httpStatus === 429;
}
