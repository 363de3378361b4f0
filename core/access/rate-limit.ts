import { fail } from '../errors.ts';

/** Counts the requests of each user. */
export interface RequestLimit {
  /** @throws DeeptuneError throttled */
  take(userId: string, nowMillis: number): void | Promise<void>;
}

/** In Clarifai's words. */
export function throttled(perSecond: number): Error {
  return fail('throttled', `exceeded limit of ${perSecond} requests per second`);
}

/** What is left of a user's allowance. A full bucket is the same as none. */
export interface Bucket {
  /** Requests that may still come at once. */
  readonly tokens: number;
  /** When that was true, milliseconds. */
  readonly at: number;
}

/**
 * One request against a token bucket that refills by `perSecond` and holds at most one second's
 * worth.
 * @returns the bucket afterwards, and whether the request may pass; a refused one costs nothing
 */
export function takeToken(
  bucket: Bucket | undefined,
  perSecond: number,
  nowMillis: number,
): { bucket: Bucket; isAllowed: boolean } {
  const { tokens, at } = bucket ?? { tokens: perSecond, at: nowMillis };
  // A clock that goes back must not take tokens away.
  const refilled = Math.min(perSecond, tokens + (Math.max(0, nowMillis - at) / 1000) * perSecond);
  const isAllowed = refilled >= 1;
  return { bucket: { tokens: isAllowed ? refilled - 1 : refilled, at: nowMillis }, isAllowed };
}

/** Users remembered at once; beyond it those whose bucket is full again are forgotten. */
const maxBuckets = 10_000;

/** Requests per second of each user, counted in this process. */
export class RateLimiter implements RequestLimit {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  /** @param perSecond 1 or more; Clarifai's is 15 */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  take(userId: string, nowMillis: number): void {
    const taken = takeToken(this.#buckets.get(userId), this.#perSecond, nowMillis);
    if (this.#buckets.size >= maxBuckets) this.#forgetFull(nowMillis);
    this.#buckets.set(userId, taken.bucket);
    if (!taken.isAllowed) throw throttled(this.#perSecond);
  }

  /** A bucket that was not touched for a second is full. */
  #forgetFull(nowMillis: number): void {
    for (const [userId, { at }] of this.#buckets)
      if (nowMillis - at >= 1000) this.#buckets.delete(userId);
  }
}
