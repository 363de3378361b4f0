import type { JsonObject } from '../../../core/json.ts';
import { trainingWorkflow } from '../../../core/job/workflow/definition.ts';
import type { TaskFunction } from '../../../local/workflow/asl-thread.ts';
import { InterpretedWorkflow } from '../../../local/workflow/workflow-interpreter.ts';
import type { FakeExecution, FakeStepFunctions, TaskResult } from '../../wire/step-functions.ts';
import { WireError } from '../../wire/protocol/wire.ts';
import type { Random } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';

export interface StateMachineOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly stepFunctions: FakeStepFunctions;
  readonly tasks: Readonly<Record<string, TaskFunction>>;
  /** An execution ended, in Step Functions' word. */
  readonly onEnd: (name: string, status: FakeExecution['status']) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Step Functions: what the fake answers, our interpreter does. An execution goes on with the
 * definition that it began with; a deployment changes that of the next ones.
 */
export class StateMachine {
  readonly #options: StateMachineOptions;
  readonly #interpreters: InterpretedWorkflow[] = [];
  /** Of every execution that runs. */
  readonly #running = new Map<string, InterpretedWorkflow>();
  /** The fake's token -> what the interpreter waits for. */
  readonly #tokens = new Map<string, string>();
  readonly #newest = new Map<string, string>();

  constructor(options: StateMachineOptions) {
    this.#options = options;
    const { stepFunctions } = options;
    this.deploy(trainingWorkflow);
    stepFunctions.onStart = (execution) => this.#start(execution);
    stepFunctions.onStop = ({ name, cause }) => {
      void this.#running.get(name)?.stop(name, cause ?? '');
      this.#ended(name, 'ABORTED');
    };
    stepFunctions.onResult = (execution, result, token) => this.#answer(execution, result, token);
  }

  get runningCount(): number {
    return this.#running.size;
  }

  runningNames(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Executions that start from now on have this definition. */
  deploy(definition: JsonObject): void {
    const { clock, random, tasks, onError } = this.#options;
    this.#interpreters.push(
      new InterpretedWorkflow({
        definition,
        tasks,
        store: ':memory:',
        now: () => new Date(clock.now()).toISOString(),
        random: () => random.next(),
        newToken: () => random.hex(32),
        sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
        onError,
      }),
    );
  }

  /** The token that the function gets: one that the fake knows, in the place of the older ones. */
  tokenFor(name: string, token: string): string {
    const { stepFunctions } = this.#options;
    const older = this.#newest.get(name);
    if (older) stepFunctions.expire(older);
    const given = stepFunctions.giveToken(name);
    this.#newest.set(name, given);
    this.#tokens.set(given, token);
    return given;
  }

  /** Takes over how an execution stands: asked before the fake answers, and from time to time. */
  async refresh(name: string): Promise<void> {
    const interpreter = this.#running.get(name);
    const now = await interpreter?.describe(name);
    const execution = this.#options.stepFunctions.find(name);
    if (!now || now.status === 'RUNNING' || execution?.status !== 'RUNNING') return;
    const { output, error, cause } = now;
    this.#options.stepFunctions.end(execution, {
      status: now.status,
      ...(output ? { output: JSON.stringify(output) } : {}),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    });
    this.#ended(name, now.status);
  }

  /** As an operator does it. */
  stop(name: string, cause: string): void {
    const { stepFunctions } = this.#options;
    const execution = stepFunctions.find(name);
    if (execution?.status !== 'RUNNING') return;
    stepFunctions.end(execution, { status: 'ABORTED', cause });
    stepFunctions.onStop(execution);
  }

  close(): void {
    for (const interpreter of this.#interpreters) interpreter.close();
  }

  #start({ name, input }: FakeExecution): void {
    const interpreter = this.#interpreters.at(-1)!;
    this.#running.set(name, interpreter);
    void interpreter.start(name, JSON.parse(input) as JsonObject);
  }

  #answer(execution: FakeExecution, result: TaskResult, token: string): void {
    const own = this.#tokens.get(token);
    const interpreter = this.#running.get(execution.name);
    if (own === undefined || !interpreter || !('output' in result))
      throw new WireError('TaskTimedOut', 'Provided task does not exist anymore');
    this.#tokens.delete(token);
    void interpreter.sendSuccess(own, JSON.parse(result.output) as JsonObject);
  }

  #ended(name: string, status: FakeExecution['status']): void {
    this.#running.delete(name);
    const token = this.#newest.get(name);
    if (token !== undefined) this.#tokens.delete(token);
    this.#newest.delete(name);
    this.#options.onEnd(name, status);
  }
}
