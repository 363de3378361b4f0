import type { Json } from '../../core/json.ts';
import type { FallibleState } from './asl-definition.ts';
import { matchesError, retryDelay, StateError } from './asl-error.ts';
import type { Exit, Thread } from './asl-thread.ts';
import { countEvents, goOn, leave, waitUntil } from './asl-thread.ts';

/**
 * Runs a state that may fail, again where a retrier says so, and hands its last error to a catcher.
 * @throws StateError that nobody caught
 */
export async function runFallible(
  thread: Thread,
  state: FallibleState,
  work: () => Promise<Json>,
): Promise<Exit> {
  for (;;) {
    const { pausedUntil } = thread.frame;
    if (pausedUntil !== undefined) await waitUntil(thread, pausedUntil);
    try {
      const result = await work();
      return await leave(thread, state, result, { result });
    } catch (error) {
      goOn(thread);
      if (!(error instanceof StateError)) throw error;
      countEvents(thread, 1);
      if (!planRetry(thread, state, error)) return await caught(thread, state, error);
    }
  }
}

/** Records the next retry and its pause; false where there is none to come. */
function planRetry(thread: Thread, state: FallibleState, { error }: StateError): boolean {
  const retriers = state.Retry ?? [];
  const position = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error));
  const retrier = retriers[position];
  const { state: name, input, variables, enteredAt, ...before } = thread.frame;
  const retry = (before.retries[position] ?? 0) + 1;
  if (!retrier || retry > (retrier.MaxAttempts ?? 3)) return false;
  const pausedUntil = thread.host.timer.now() + retryDelay(retrier, retry, thread.host.random);
  const retries = retriers.map((_, n) => (n === position ? retry : (before.retries[n] ?? 0)));
  // Without `task`: the attempt before is over, and its token with it.
  thread.frame = { state: name, input, variables, enteredAt, retries, pausedUntil };
  thread.save();
  return true;
}

async function caught(thread: Thread, state: FallibleState, failure: StateError): Promise<Exit> {
  const { error, cause } = failure;
  const catcher = state.Catch?.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
  if (!catcher) throw failure;
  const errorOutput = { Error: error, Cause: cause };
  return leave(thread, catcher, errorOutput, { errorOutput });
}
