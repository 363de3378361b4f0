import type { Dependencies } from '../../ports/host.ts';
import { rateCardOf } from './rate-card-store.ts';
import { rateOf } from './rate-of.ts';
import type { Rate } from './rate-of.ts';

/** What an hour on an instance type is charged to a tenant now. */
export async function rateFor(
  instanceType: string,
  userId: string,
  deps: Pick<Dependencies, 'table' | 'settings' | 'sha256'>,
): Promise<Rate> {
  const card = await rateCardOf(userId, deps);
  return rateOf(instanceType, card, deps.settings.instanceType);
}
