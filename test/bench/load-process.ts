/**
 * A load in a process of its own, so that what fills the database and what reports does not make it
 * late. Sends the times that it is asked for by message.
 */
import type { Tenant } from './population.ts';
import { drive } from './load.ts';
import type { LoadKind } from './reads.ts';
import { shotsOf } from './reads.ts';

/** What the process is told. */
export interface LoadOrder {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly kind: LoadKind;
}

/** Its first message: whom it asks for. */
let tenants: readonly Tenant[] | undefined;

process.on('message', (message: LoadOrder | readonly Tenant[]) => {
  if (tenants === undefined) tenants = message as readonly Tenant[];
  else void answer(message as LoadOrder, tenants);
});
process.on('disconnect', () => process.exit(0));

async function answer({ kind, ...load }: LoadOrder, of: readonly Tenant[]): Promise<void> {
  const times = await drive({ ...load, shot: shotsOf(kind, of) });
  process.send?.([...times]);
}
