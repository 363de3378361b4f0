import { StateError } from './asl-error.ts';
import type { Json } from '../../core/json.ts';
import type { ExecutionStore, TaskOutcome } from './asl-store.ts';

/** One task that waits for its token. */
export interface Waiter {
  readonly resolve: (output: Json) => void;
  readonly reject: (error: StateError) => void;
}

/**
 * The tokens that tasks wait for. Who takes a token out, sender or timeout, decides what the task
 * ends with: nobody else can then.
 */
export class TaskTokens {
  readonly #store: ExecutionStore;
  readonly #waiters = new Map<string, Waiter>();
  /** Sent just after a restart, before the task has come to wait for its token again. */
  readonly #early = new Map<string, TaskOutcome>();

  constructor(store: ExecutionStore) {
    this.#store = store;
  }

  /** Begins to wait in this process. */
  open(token: string, waiter: Waiter): void {
    const outcome = this.#early.get(token);
    this.#early.delete(token);
    if (outcome) hand(outcome, waiter);
    else this.#waiters.set(token, waiter);
  }

  /**
   * Ends the wait without an outcome: timeouts, failed invocations. False where an outcome was sent
   * before.
   */
  close(token: string): boolean {
    const wasOpen = this.#waiters.delete(token);
    if (wasOpen) this.#store.forgetToken(token);
    return wasOpen;
  }

  /** Stops waiting in this process only: what is recorded stays for the next one. */
  abandon(token: string): void {
    this.#waiters.delete(token);
    this.#early.delete(token);
  }

  /** Durable before it answers. False: nobody waits for this token (any more). */
  settle(token: string, outcome: TaskOutcome): boolean {
    const isRecorded = this.#store.settleToken(token, outcome);
    const waiter = this.#waiters.get(token);
    this.#waiters.delete(token);
    if (waiter) hand(outcome, waiter);
    else if (isRecorded) this.#early.set(token, outcome);
    return isRecorded || waiter !== undefined;
  }
}

function hand(outcome: TaskOutcome, { resolve, reject }: Waiter): void {
  if ('output' in outcome) resolve(outcome.output);
  else reject(new StateError(outcome.error, outcome.cause));
}
