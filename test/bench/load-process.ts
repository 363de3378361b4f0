/**
 * A load in a process of its own, so that neither the server nor what fills its database makes it
 * late. Reads a `LoadOrder` as JSON from its argument; prints the times as JSON.
 */
import { drive } from './load.ts';
import type { Tenant } from './population.ts';
import type { ShotKind } from './reads.ts';
import { shotsOf } from './reads.ts';

/** What the process is told: as its only argument, as JSON. */
export interface LoadOrder {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly kind: ShotKind;
  readonly tenants: readonly Tenant[];
}
