import type { Change } from '../invariants/invariant.ts';
import { kindOf, userOf } from '../invariants/invariant.ts';

interface Waited {
  readonly askedAt: number;
  placeAt?: number;
  freeAt?: number;
}

/** How long jobs wait for one of their tenant's places. */
export class Waits {
  readonly #tenants = new Map<string, Map<string, Waited>>();

  /** @param now milliseconds */
  observe(changes: readonly Change[], now: number): void {
    for (const { pk, sk, before, after } of changes) {
      const kind = kindOf(pk);
      const jobs = this.#tenants.get(userOf(pk)) ?? new Map<string, Waited>();
      const isAsked = kind === 'versions' && pk.includes('#model#') && !before;
      if (isAsked && after?.data['status'] === 'queued') jobs.set(sk, { askedAt: now });
      const job = kind === 'holds' ? jobs.get(sk) : undefined;
      if (job && !before) job.placeAt = now;
      if (job && !after) job.freeAt = now;
      this.#tenants.set(userOf(pk), jobs);
    }
  }

  /**
   * The longest wait of any tenant, and the longest that the same jobs would have had if each had
   * taken its place the moment that one was free, first come, first served. Seconds.
   */
  longest(places: number): { readonly waited: number; readonly fair: number } {
    let [waited, fair] = [0, 0];
    for (const jobs of this.#tenants.values()) {
      const done = [...jobs.values()].filter((job) => job.freeAt !== undefined);
      done.sort((a, b) => a.askedAt - b.askedAt);
      const free = Array.from({ length: places }, () => -Infinity);
      for (const { askedAt, placeAt = 0, freeAt = 0 } of done) {
        const at = Math.max(askedAt, Math.min(...free));
        free[free.indexOf(Math.min(...free))] = at + (freeAt - placeAt);
        waited = Math.max(waited, (placeAt - askedAt) / 1_000);
        fair = Math.max(fair, (at - askedAt) / 1_000);
      }
    }
    return { waited, fair };
  }
}
