import { omit } from '../../../json.ts';
import type { Scope } from '../../../records/keys.ts';
import type { FreezeFilter } from '../freeze-filter.ts';

/**
 * How far the freezing of one dataset version has come; kept in its record, so that whoever goes on
 * finds it.
 */
export interface Freezing {
  readonly scope: Scope;
  /** Absent: all inputs and annotations of the dataset. */
  readonly filter?: FreezeFilter;
  /** Who freezes it now, and until when nobody else may; absent: nobody does. */
  readonly owner?: string;
  readonly leaseUntil?: string;
  /** Id of the last input that was read; absent: none yet. */
  readonly behind?: string;
  /** True: every input was read; what is left is the manifest. */
  readonly isRead: boolean;
  /** Names of the parts with the rows so far, in their order. */
  readonly parts: readonly string[];
  /** How often it was begun since it last got on. */
  readonly tries: number;
  /** What ended the try before. */
  readonly lastError?: string;
}

/**
 * Nobody else touches a version for so long after its owner last wrote: longer than any part takes.
 */
const leaseMilliseconds = 120_000;

/** A version that its owner has for a while from `now` on. */
export function leased(freezing: Freezing, owner: string, now: string): Freezing {
  const leaseUntil = new Date(Date.parse(now) + leaseMilliseconds).toISOString();
  return { ...freezing, owner, leaseUntil };
}

/** The same without an owner. */
export function released(freezing: Freezing): Freezing {
  return omit(freezing, 'owner', 'leaseUntil');
}

/** True while somebody may be at it. */
export function isLeased({ leaseUntil }: Freezing, now: string): boolean {
  return leaseUntil !== undefined && leaseUntil > now;
}
