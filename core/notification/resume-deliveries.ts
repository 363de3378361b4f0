import type { Dependencies } from '../ports/host.ts';
import { dueDeliveries } from './delivery-store.ts';

/** More than these are for the next time. */
const maxStarted = 500;

/**
 * Hands over what is due: later attempts, and what was written down by somebody who then died. One
 * that is handed over twice is sent once.
 * @returns how many
 */
export async function resumeDeliveries({
  table,
  tasks,
  now,
}: Pick<Dependencies, 'table' | 'tasks' | 'now'>): Promise<number> {
  const due = await dueDeliveries(table, now(), maxStarted);
  for (const ref of due) await tasks.start({ name: 'deliver-notification', payload: { ...ref } });
  return due.length;
}
