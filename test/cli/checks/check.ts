import type { World } from '../harness/world.ts';

/** Something that is checked: throws with what was seen where it does not hold. */
export interface Check {
  readonly name: string;
  readonly run: (world: World) => Promise<void>;
}

/** @throws Error with what was seen */
export function assert(isSo: boolean, wanted: string, seen: unknown): asserts isSo {
  if (isSo) return;
  const text = typeof seen === 'string' ? seen : JSON.stringify(seen, null, 2);
  throw new Error(`wanted ${wanted}; seen:\n${text.slice(-4000)}`);
}

/** Colours, moves of the cursor and other commands to a terminal. */
export const escapes = /\u001b[[(\]][0-9;?]*[A-Za-z]?/g;
