import type { DomainEvent } from '../../ports/events.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Query, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll, toData } from '../../records/records.ts';

/**
 * What happened to a budget: written down in the transaction in which it happened, told after it,
 * and taken away once it was told. Whoever dies in between leaves it to the reconciler: it is told
 * at least once, and who was told knows the same fact by the same id.
 */
export interface BudgetEvent {
  /** The same for the same fact. */
  readonly id: string;
  /** Whom it is told. */
  readonly userId: string;
  readonly event: DomainEvent;
}

/** The write that keeps an event until it was told. */
export function eventWrite(event: BudgetEvent): Write {
  const { userId, id } = event;
  const index = { pk: keys.untoldBudgetEvents(), sk: `${event.event.at}#${userId}#${id}` };
  return { put: { ...keys.budgetEvent(userId, id), index, data: toData(event) } };
}

type Uses = Pick<Dependencies, 'table' | 'events'>;

/** Tells what happened to a user's budgets; what cannot be told now stays for the reconciler. */
export async function publishBudgetEvents(userId: string, deps: Uses): Promise<void> {
  // The money is set aside or taken by then, whatever becomes of the word about it.
  await publishAll(keys.budgetEventsOf(userId), deps).catch(() => undefined);
}

/** Tells what nobody has told yet. @returns how many events */
export function publishLeftBudgetEvents(deps: Uses): Promise<number> {
  return publishAll({ pk: keys.untoldBudgetEvents(), fromIndex: true }, deps);
}

async function publishAll(query: Query, { table, events }: Uses): Promise<number> {
  const all = await readAll<BudgetEvent>(table, query);
  for (const { userId, id, event } of all) {
    await events.publish(event);
    await table.write([{ delete: keys.budgetEvent(userId, id) }]);
  }
  return all.length;
}
