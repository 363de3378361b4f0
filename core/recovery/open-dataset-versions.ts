import { startFreezing } from '../dataset/version/create-dataset-version.ts';
import { freezingVersions } from '../dataset/version/dataset-version-store.ts';
import { isLeased } from '../dataset/version/freezing/freezing.ts';
import type { Dependencies } from '../ports/host.ts';

/** A version this young may still be between its record and its task: leave it alone. */
const graceMilliseconds = 60_000;

/**
 * Starts the freezing of versions that nobody is at.
 * @param grace milliseconds that a young one is left alone; 0 where a host has just started:
 *   nothing else can be on its way
 * @returns one line for each that was started
 */
export async function resumeFreezing(
  deps: Pick<Dependencies, 'table' | 'tasks' | 'now'>,
  grace = graceMilliseconds,
): Promise<{ looked: number; repaired: string[] }> {
  const repaired: string[] = [];
  let looked = 0;
  for await (const { value } of freezingVersions(deps)) {
    looked += 1;
    const { freezing, createdAt, id } = value;
    const isYoung = Date.parse(deps.now()) - Date.parse(createdAt) < grace;
    if (!freezing || isLeased(freezing, deps.now()) || (isYoung && freezing.tries === 0)) continue;
    await startFreezing(freezing.scope, value, deps);
    repaired.push(`dataset version ${id}: freezing started`);
  }
  return { looked, repaired };
}
