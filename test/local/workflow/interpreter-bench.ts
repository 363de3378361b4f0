import { DatabaseSync } from 'node:sqlite';
import type { Json, JsonObject } from '../../../core/json.ts';
import type { Execution } from '../../../core/ports/workflow.ts';
import type { TaskFunction } from '../../../local/workflow/asl-thread.ts';
import { InterpretedWorkflow } from '../../../local/workflow/workflow-interpreter.ts';
import { ManualTime } from './manual-time.ts';

/** An interpreter with time in the test's hands. */
export interface Bench {
  readonly workflow: InterpretedWorkflow;
  readonly time: ManualTime;
  readonly database: DatabaseSync;
  /** Lets time fly until the execution has ended. */
  readonly ended: (name?: string) => Promise<Execution>;
}

/** What a bench may be given; the rest is fresh. */
export interface BenchOptions {
  readonly tasks?: Record<string, TaskFunction>;
  readonly database?: DatabaseSync;
  readonly time?: ManualTime;
  readonly random?: () => number;
  readonly onError?: (error: unknown) => void;
  readonly tokenPrefix?: string;
}

/** A workflow over these states, JSONata, beginning at the first. */
export function machine(states: JsonObject, more: JsonObject = {}): JsonObject {
  const StartAt = Object.keys(states)[0] ?? '';
  return { QueryLanguage: 'JSONata', StartAt, States: states, ...more };
}

/** A Task that invokes `FunctionName` with its input, and keeps the payload that comes back. */
export function task(name: string, more: JsonObject = {}): JsonObject {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: name, Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...(more['Next'] === undefined ? { End: true } : {}),
    ...more,
  };
}

/** A Task that waits for its token. */
export function tokenTask(name: string, more: JsonObject = {}): JsonObject {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: name, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...(more['Next'] === undefined ? { End: true } : {}),
    ...more,
  };
}

export function bench(definition: JsonObject, options: BenchOptions = {}): Bench {
  const time = options.time ?? new ManualTime();
  const database = options.database ?? new DatabaseSync(':memory:');
  let tokens = 0;
  const workflow = new InterpretedWorkflow({
    definition,
    tasks: options.tasks ?? {},
    store: database,
    now: time.now,
    sleep: time.sleep,
    random: options.random ?? (() => 0.5),
    newToken: () => `${options.tokenPrefix ?? 'token'}-${(tokens += 1)}`,
    ...(options.onError ? { onError: options.onError } : {}),
  });
  const ended = (name = 'x'): Promise<Execution> =>
    time.until(`the end of ${name}`, async () => {
      const execution = await workflow.describe(name);
      return execution && execution.status !== 'RUNNING' ? execution : undefined;
    });
  return { workflow, time, database, ended };
}

/** Runs a definition from start to end. */
export async function execute(
  definition: JsonObject,
  input: JsonObject = {},
  options: BenchOptions = {},
): Promise<Execution> {
  const { workflow, ended } = bench(definition, options);
  await workflow.start('x', input);
  const execution = await ended();
  workflow.close();
  return execution;
}

/** An error of this name, as a task function throws it. */
export function named(name: string, message = 'why'): Error {
  return Object.assign(new Error(message), { name });
}

/**
 * A function that plays these answers, one per invocation: an Error is thrown, anything else
 * returned. The last one is repeated.
 */
export function playing(...answers: (Json | Error)[]): TaskFunction & { payloads: Json[] } {
  const payloads: Json[] = [];
  const play = async (payload: Json): Promise<Json> => {
    const answer = answers[Math.min(payloads.length, answers.length - 1)] ?? null;
    payloads.push(payload);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return Object.assign(play, { payloads });
}
