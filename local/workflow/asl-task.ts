import type { Json, JsonObject } from '../../core/json.ts';
import type { TaskState } from './asl-definition.ts';
import { invokeAndWait } from './asl-definition.ts';
import { InterruptedError, StateError } from './asl-error.ts';
import { evaluate, evaluateSeconds } from './asl-expression.ts';
import type { TaskOutcome, TaskProgress } from './asl-store.ts';
import type { TaskFunction, Thread } from './asl-thread.ts';
import { bindingsOf, countEvents, goOn } from './asl-thread.ts';

/** One attempt of a Task, with what it needs worked out. */
interface Attempt {
  readonly invoke: TaskFunction;
  readonly payload: Json;
  readonly waitsForToken: boolean;
}

/**
 * Runs one attempt of a Task state and gives what `$states.result` is. After a restart a function
 * that had not returned is invoked again, with the same token; a token goes on being waited for, up
 * to the instant it was given at first.
 * @throws StateError by the name of what the function threw, of what was sent for the token, or
 *   States.Timeout
 */
export async function runTask(thread: Thread, state: TaskState): Promise<Json> {
  const sent = thread.outcome;
  thread.outcome = undefined;
  const resumed = thread.frame.task;
  if (sent) {
    if (resumed) thread.host.tokens.abandon(resumed.token);
    return outcomeOf(thread, sent);
  }
  const token = resumed?.token ?? thread.host.newToken();
  const attempt = await prepare(thread, state, token);
  const timeoutSeconds = await secondsOf(thread, state.TimeoutSeconds);
  goOn(thread);
  // A function that is invoked again after a restart has its whole time again; a token has the rest
  // of it.
  const isOld = resumed !== undefined && attempt.waitsForToken;
  const task = isOld ? resumed : begin(thread, token, timeoutSeconds);
  thread.frame = { ...thread.frame, task };
  if (!isOld) thread.save();
  countEvents(thread, attempt.waitsForToken ? 3 : 2);
  const result = await settle(thread, task, attempt);
  countEvents(thread, 1);
  return attempt.waitsForToken ? result : { Payload: result, StatusCode: 200 };
}

function outcomeOf(thread: Thread, outcome: TaskOutcome): Json {
  countEvents(thread, 1);
  if ('output' in outcome) return outcome.output;
  throw new StateError(outcome.error, outcome.cause);
}

function begin(thread: Thread, token: string, timeoutSeconds: number | undefined): TaskProgress {
  const start = thread.host.timer.now();
  const timeoutAt =
    timeoutSeconds === undefined ? {} : { timeoutAt: start + timeoutSeconds * 1_000 };
  return { token, isInvoked: false, ...timeoutAt };
}

async function prepare(thread: Thread, state: TaskState, token: string): Promise<Attempt> {
  const waitsForToken = state.Resource === invokeAndWait;
  const bindings = bindingsOf(thread, {}, waitsForToken ? token : undefined);
  const given = (await evaluate(state.Arguments, bindings)) as JsonObject;
  const name = String(given['FunctionName']);
  const invoke = thread.host.tasks[name];
  if (!invoke) throw new StateError('Lambda.ResourceNotFoundException', `no function ${name}`);
  return { invoke, payload: given['Payload'] ?? {}, waitsForToken };
}

async function secondsOf(thread: Thread, field: Json | undefined): Promise<number | undefined> {
  return field === undefined ? undefined : evaluateSeconds(field, bindingsOf(thread));
}

/** The first of: result, failure, token sent, timeout, interruption. */
async function settle(thread: Thread, task: TaskProgress, attempt: Attempt): Promise<Json> {
  const { tokens } = thread.host;
  const ended = new AbortController();
  try {
    return await new Promise<Json>((resolve, reject) => {
      const interrupt = (): void => reject(new InterruptedError());
      thread.signal.addEventListener('abort', interrupt, { signal: ended.signal });
      const fail = (error: StateError): void => {
        if (!attempt.waitsForToken || tokens.close(task.token)) reject(error);
      };
      if (task.timeoutAt !== undefined) {
        const timedOut = new StateError('States.Timeout', '');
        thread.host.timer.onReaching(task.timeoutAt, ended.signal, () => fail(timedOut));
      }
      if (attempt.waitsForToken) tokens.open(task.token, { resolve, reject });
      if (task.isInvoked) return;
      const onReturn = attempt.waitsForToken ? () => markInvoked(thread, task) : resolve;
      call(attempt)
        .then(onReturn)
        .catch((error: unknown) => {
          if (error instanceof StateError) fail(error);
          else reject(error as Error);
        });
    });
  } finally {
    ended.abort();
    if (attempt.waitsForToken) tokens.abandon(task.token);
  }
}

function markInvoked(thread: Thread, task: TaskProgress): void {
  // The attempt may be over by now: the token was sent, or time was up.
  if (thread.signal.aborted || thread.frame.task !== task) return;
  thread.frame = { ...thread.frame, task: { ...task, isInvoked: true } };
  thread.saveInvoked();
}

/** Invokes the function as Lambda would: JSON in, JSON out, and a failure described in JSON. */
async function call({ invoke, payload }: Attempt): Promise<Json> {
  try {
    const result: unknown = await invoke(structuredClone(payload));
    return JSON.parse(JSON.stringify(result ?? null)) as Json;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new StateError(
      name,
      JSON.stringify({ errorType: name, errorMessage: message, trace: [] }),
    );
  }
}
