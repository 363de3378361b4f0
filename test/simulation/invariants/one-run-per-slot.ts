import type { MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I14: a slot of a schedule starts one training, however often it is told. */
export const oneRunPerSlot: MakeInvariant = (violate) => {
  const runs = new Map<string, string>();
  return {
    name: 'I14 at most one run for a slot',
    onCommit(changes) {
      const made = changes.find(({ pk, before }) => kindOf(pk) === 'versions' && !before);
      const key = changes.find(
        ({ pk, sk }) => kindOf(pk) === 'idempotency' && sk.startsWith('schedule-'),
      );
      if (!key?.after || !made) return;
      const slot = `${key.pk} ${key.sk}`;
      const other = runs.get(slot);
      if (other !== undefined) violate(`${slot} started ${other} and ${made.sk}`);
      runs.set(slot, made.sk);
    },
  };
};
