import type { Json, JsonObject } from '../../core/json.ts';
import type { Leaving, States } from './asl-definition.ts';
import { InterruptedError, StateError } from './asl-error.ts';
import type { Bindings } from './asl-expression.ts';
import { evaluate } from './asl-expression.ts';
import type { Frame, TaskOutcome } from './asl-store.ts';
import type { WallTimer } from './asl-timer.ts';
import type { TaskTokens } from './asl-tokens.ts';

/**
 * A function that a Task invokes: payload in, result out. It may be invoked again after a crash.
 * What it throws becomes the task's error, by its name.
 */
export type TaskFunction = (payload: Json) => Promise<Json>;

/** What all executions share. */
export interface AslHost {
  readonly tasks: Readonly<Record<string, TaskFunction>>;
  readonly timer: WallTimer;
  readonly tokens: TaskTokens;
  /** 0 up to 1. */
  readonly random: () => number;
  /** Never the same twice. */
  readonly newToken: () => string;
}

/** The identity and the history of one execution. */
export interface ExecutionScope {
  readonly name: string;
  readonly input: JsonObject;
  readonly startedAt: number;
  historyEvents: number;
}

/** An execution in this process: where it stands, and how that is recorded. */
export interface Thread {
  readonly host: AslHost;
  readonly execution: ExecutionScope;
  readonly states: States;
  /** Aborted: stop at once and record nothing. */
  readonly signal: AbortSignal;
  frame: Frame;
  /** What was sent for the current task's token before a restart. */
  outcome?: TaskOutcome | undefined;
  /** Makes the frame durable. */
  readonly save: () => void;
  readonly saveInvoked: () => void;
}

/** How a state is left. `next` absent: the thread has ended. */
export interface Exit {
  readonly output: Json;
  readonly variables: JsonObject;
  readonly next?: string | undefined;
}

/** A fresh frame at the door of a state. */
export function enter(state: string, input: Json, variables: JsonObject, now: number): Frame {
  return { state, input, variables, enteredAt: now, retries: [] };
}

/** Step Functions ends an execution that has more; so does the laptop, to be found out here. */
const maxHistoryEvents = 25_000;

/**
 * Counts what Step Functions would write into the execution's history. @throws StateError
 * States.Runtime over 25,000
 */
export function countEvents(thread: Thread, count: number): void {
  thread.execution.historyEvents += count;
  if (thread.execution.historyEvents > maxHistoryEvents) {
    throw new StateError('States.Runtime', `more than ${maxHistoryEvents} events in the history`);
  }
}

/** @throws InterruptedError where the thread must stop */
export function goOn(thread: Thread): void {
  if (thread.signal.aborted) throw new InterruptedError();
}

/** Waits out a pause, also one that began before a restart. */
export async function waitUntil(thread: Thread, dueAt: number): Promise<void> {
  try {
    await thread.host.timer.until(dueAt, thread.signal);
  } catch (error) {
    goOn(thread);
    throw error;
  }
}

/** What the expressions of the current state see. `more`: `result`, `errorOutput`. */
export function bindingsOf(thread: Thread, more: JsonObject = {}, token?: string): Bindings {
  const { frame, host } = thread;
  const context = contextOf(thread, token);
  return {
    variables: frame.variables,
    states: { input: frame.input, context, ...more },
    functions: {
      random: host.random,
      uuid: host.newToken,
      parse: (text: string): unknown => JSON.parse(text),
    },
  };
}

function contextOf(thread: Thread, token: string | undefined): JsonObject {
  const { execution, frame } = thread;
  return {
    Execution: {
      Id: execution.name,
      Name: execution.name,
      Input: execution.input,
      StartTime: new Date(execution.startedAt).toISOString(),
    },
    State: {
      Name: frame.state,
      EnteredTime: new Date(frame.enteredAt).toISOString(),
      RetryCount: frame.retries.reduce((sum, count) => sum + count, 0),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
  };
}

/** What Step Functions carries from state to state: 256 KiB. */
const maxOutputBytes = 256 * 1024;

/**
 * Leaves the current state: its Assign and Output are evaluated on the same values.
 * @param value the output where the definition gives none
 */
export async function leave(
  thread: Thread,
  to: Leaving & { readonly Next?: string | undefined },
  value: Json,
  more: JsonObject = {},
): Promise<Exit> {
  const bindings = bindingsOf(thread, more);
  const output = to.Output === undefined ? value : await evaluate(to.Output, bindings);
  const assigned = (await evaluate(to.Assign ?? {}, bindings)) as JsonObject;
  const bytes = Buffer.byteLength(JSON.stringify(output));
  if (bytes > maxOutputBytes) {
    const cause = `${thread.frame.state}: an output of ${bytes} bytes, over ${maxOutputBytes}`;
    throw new StateError('States.DataLimitExceeded', cause);
  }
  return { output, variables: { ...thread.frame.variables, ...assigned }, next: to.Next };
}
