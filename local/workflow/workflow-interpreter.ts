import type { DatabaseSync } from 'node:sqlite';
import type { JsonObject } from '../../core/json.ts';
import type { Execution, Workflow } from '../../core/ports/workflow.ts';
import { checkDefinition } from './asl-check.ts';
import type { StateMachine } from './asl-definition.ts';
import { InterruptedError, StateError } from './asl-error.ts';
import { runThread } from './asl-machine.ts';
import type { RunningExecution } from './asl-store.ts';
import { ExecutionStore } from './asl-store.ts';
import type { AslHost, ExecutionScope, TaskFunction, Thread } from './asl-thread.ts';
import { enter } from './asl-thread.ts';
import type { Sleep } from './asl-timer.ts';
import { WallTimer } from './asl-timer.ts';
import { TaskTokens } from './asl-tokens.ts';
import { codeOf } from '../file-system.ts';
import { databaseOf } from '../table/sqlite-database.ts';

/** What `InterpretedWorkflow` needs to know. */
export interface InterpretedWorkflowOptions {
  /** Amazon States Language with JSONata. */
  readonly definition: JsonObject;
  /**
   * Names of states in executions that an earlier release stored -> their names in `definition`.
   */
  readonly renamedStates?: Readonly<Record<string, string>>;
  /** The functions by the names that the definition invokes: `${PrepareFunctionArn}`. */
  readonly tasks: Readonly<Record<string, TaskFunction>>;
  /** Path of the database file, or an open database that stays the caller's to close. */
  readonly store: string | DatabaseSync;
  /** The present instant, ISO 8601 UTC. */
  readonly now: () => string;
  /** 0 up to 1: the jitter of retries. */
  readonly random: () => number;
  /** Unguessable, and never the same twice. */
  readonly newToken: () => string;
  /**
   * Told when an execution cannot be recorded (a full disk): it stands still until the next
   * `resume`.
   */
  readonly onError?: (error: unknown) => void;
  /** For tests: how to wait. */
  readonly sleep?: Sleep;
}

/**
 * `Workflow` as an interpreter of the state machine in one SQLite file. A position is recorded
 * before it is acted on: after a crash `resume` continues every execution at its current state. A
 * function that had not returned is invoked again (at least once, like Lambda); tokens, waits and
 * pauses keep their instants. What our state machine does not use (Parallel, Map, heartbeats, …) is
 * refused at construction.
 */
export class InterpretedWorkflow implements Workflow {
  readonly #machine: StateMachine;
  readonly #renamedStates: Readonly<Record<string, string>>;
  readonly #host: AslHost;
  readonly #store: ExecutionStore;
  readonly #running = new Map<string, AbortController>();
  readonly #onError: (error: unknown) => void;
  readonly #closeDatabase: () => void;

  /**
   * Runs nothing until `resume` or `start`. @throws DeeptuneError not-implemented, naming the field
   * that cannot be run
   */
  constructor(options: InterpretedWorkflowOptions) {
    const { tasks, now, random, newToken, sleep } = options;
    this.#machine = checkDefinition(options.definition, Object.keys(tasks));
    this.#renamedStates = options.renamedStates ?? {};
    const { database, owned } = databaseOf(options.store);
    this.#closeDatabase = owned ? () => database.close() : () => undefined;
    this.#store = new ExecutionStore(database);
    this.#onError = options.onError ?? (() => undefined);
    const tokens = new TaskTokens(this.#store);
    this.#host = { tasks, random, newToken, tokens, timer: new WallTimer(now, sleep) };
  }

  async start(name: string, input: JsonObject): Promise<'started' | 'exists'> {
    const startedAt = this.#host.timer.now();
    const frame = enter(this.#machine.StartAt, input, {}, startedAt);
    const execution: RunningExecution = { name, input, startedAt, historyEvents: 2, frame };
    if (!this.#store.create(execution)) return 'exists';
    this.#continue(execution);
    return 'started';
  }

  async describe(name: string): Promise<Execution | undefined> {
    return this.#store.find(name);
  }

  async stop(name: string, cause: string): Promise<void> {
    this.#store.end({ name, status: 'ABORTED', cause, endedAt: this.#host.timer.now() });
    this.#interrupt(name);
  }

  async sendSuccess(taskToken: string, output: JsonObject): Promise<'sent' | 'expired'> {
    return this.#host.tokens.settle(taskToken, { output }) ? 'sent' : 'expired';
  }

  async sendFailure(taskToken: string, error: string, cause: string): Promise<'sent' | 'expired'> {
    return this.#host.tokens.settle(taskToken, { error, cause }) ? 'sent' : 'expired';
  }

  /** Continues what a process before this one left running. Call once, after construction. */
  resume(): void {
    for (const execution of this.#store.running()) {
      if (!this.#running.has(execution.name)) this.#continue(this.#underNewNames(execution));
    }
  }

  /**
   * How many events Step Functions would have in the history of this execution by now (it ends at
   * 25,000); undefined for an unknown name.
   */
  historyEvents(name: string): number | undefined {
    return this.#store.historyEvents(name);
  }

  /** Stops interpreting. What runs stays recorded as running, for `resume` in the next process. */
  close(): void {
    for (const name of [...this.#running.keys()]) this.#interrupt(name);
    this.#closeDatabase();
  }

  #underNewNames(execution: RunningExecution): RunningExecution {
    const { frame } = execution;
    return {
      ...execution,
      frame: { ...frame, state: this.#renamedStates[frame.state] ?? frame.state },
    };
  }

  #interrupt(name: string): void {
    this.#running.get(name)?.abort();
    this.#running.delete(name);
  }

  #continue(recorded: RunningExecution): void {
    const { name, startedAt } = recorded;
    const controller = new AbortController();
    this.#running.set(name, controller);
    const limit = this.#machine.TimeoutSeconds;
    if (limit !== undefined) {
      const timeOut = (): void => this.#timeOut(name);
      this.#host.timer.onReaching(startedAt + limit * 1_000, controller.signal, timeOut);
    }
    void this.#run(recorded, controller.signal)
      .catch(this.#onError)
      .finally(() => this.#interrupt(name));
  }

  async #run(recorded: RunningExecution, signal: AbortSignal): Promise<void> {
    const { name, input, startedAt, historyEvents } = recorded;
    const execution = { name, input, startedAt, historyEvents };
    const end = (how: Omit<Execution, 'name'>): void => {
      const endedAt = this.#host.timer.now();
      this.#store.end({ name, endedAt, historyEvents: execution.historyEvents + 1, ...how });
    };
    try {
      const output = await runThread(this.#threadOf(recorded, execution, signal));
      end({ status: 'SUCCEEDED', output: output as JsonObject });
    } catch (error) {
      if (signal.aborted || error instanceof InterruptedError) return;
      const isStoreError = codeOf(error) === 'ERR_SQLITE_ERROR';
      if (isStoreError) throw error;
      const known = error instanceof StateError ? error : undefined;
      const cause = known?.cause ?? String(error);
      end({ status: 'FAILED', error: known?.error ?? 'States.Runtime', cause });
    }
  }

  #threadOf(recorded: RunningExecution, execution: ExecutionScope, signal: AbortSignal): Thread {
    const { name, frame, outcome } = recorded;
    const thread: Thread = {
      host: this.#host,
      execution,
      states: this.#machine.States,
      signal,
      frame,
      outcome,
      save: () => this.#store.move(name, thread.frame, execution.historyEvents),
      saveInvoked: () => this.#store.markInvoked(name, thread.frame),
    };
    return thread;
  }

  #timeOut(name: string): void {
    const endedAt = this.#host.timer.now();
    this.#store.end({ name, status: 'TIMED_OUT', error: 'States.Timeout', endedAt });
    this.#interrupt(name);
  }
}
