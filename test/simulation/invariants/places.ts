import type { MakeInvariant } from './invariant.ts';
import { kindOf, userOf } from './invariant.ts';

/** A tenant has as many jobs at once as he may, never one more. */
export function withinPlaces(most: number): MakeInvariant {
  return (violate) => {
    const open = new Map<string, Set<string>>();
    return {
      name: 'no more jobs at once than a tenant may have',
      onCommit(changes) {
        for (const { pk, sk, after } of changes) {
          if (kindOf(pk) !== 'holds') continue;
          const user = userOf(pk);
          const holds = open.get(user) ?? new Set<string>();
          open.set(user, holds);
          // One that waits for an operator takes no place.
          if (after && after.data['review'] !== true) holds.add(sk);
          else holds.delete(sk);
          if (holds.size > most) violate(`${user} has ${holds.size} jobs at once, of ${most}`);
        }
      },
    };
  };
}
