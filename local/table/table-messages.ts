import type { CountQuery, Query } from '../../core/ports/table.ts';
import type { Outcome, TextWrite } from './sqlite-items.ts';

/** What a table's worker is started with. */
export interface TableWorkerData {
  readonly path: string;
  /** True: it only reads, and never waits for a writer. */
  readonly isReader: boolean;
}

/** What a table's worker is asked. */
export type Question =
  | { readonly kind: 'page'; readonly query: Query }
  | { readonly kind: 'count'; readonly query: CountQuery }
  | { readonly kind: 'empty-log' }
  | { readonly kind: 'write'; readonly groups: readonly (readonly TextWrite[])[] };
export type Ask = Question & { readonly id: number };

export type Reply = { readonly id: number } & (
  { readonly result: unknown } | { readonly error: unknown }
);

/** What an error is on the other side: a copied `Error` loses the code that SQLite gave it. */
interface ErrorMessage {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly errcode?: unknown;
}

/** An outcome that survives the way from one thread to the other. */
export function errorToMessage<T extends Outcome>(outcome: T): T | { readonly error: unknown } {
  if (typeof outcome !== 'object' || !('error' in outcome)) return outcome;
  const { message, stack, errcode } = outcome.error as Error & { errcode?: unknown };
  return { error: { message, stack, errcode } };
}

/** The reverse: an `Error` again, with the stack that it had there. */
export function errorFromMessage(message: unknown): Error {
  const { message: text, stack, errcode } = message as ErrorMessage;
  const error = new Error(text);
  return Object.assign(error, { stack, ...(errcode === undefined ? {} : { errcode }) });
}
