import { JsonService } from './protocol/json-service.ts';
import type { Loose } from './protocol/wire.ts';
import { WireError } from './protocol/wire.ts';

/** A standard execution as DescribeExecution shows it. */
export interface FakeExecution {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly input: string;
  readonly startDate: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
}

/** What ended a task: exactly one of the two. */
export type TaskResult =
  { readonly output: string } | { readonly error: string; readonly cause: string };

const closedAfterDays = 90;

/**
 * Executions and task tokens; it does not interpret a definition. A test (or an interpreter) gives
 * tokens with `giveToken` and hears of starts and results by `onStart` and `onResult`; by default a
 * task's result ends its execution.
 */
export class FakeStepFunctions extends JsonService {
  onStart: (execution: FakeExecution) => void = () => undefined;
  onStop: (execution: FakeExecution) => void = () => undefined;
  onResult: (execution: FakeExecution, result: TaskResult, token: string) => void;
  readonly #now: () => number;
  readonly #executions = new Map<string, FakeExecution>();
  readonly #byName = new Map<string, FakeExecution>();
  readonly #tokens = new Map<string, FakeExecution>();
  #tokensGiven = 0;

  constructor(now: () => number) {
    super('states', 'AWSStepFunctions');
    this.#now = now;
    this.onResult = (execution, result) => {
      const isGood = 'output' in result;
      this.end(execution, { status: isGood ? 'SUCCEEDED' : 'FAILED', ...result });
    };
  }

  executions(): readonly FakeExecution[] {
    return [...this.#executions.values()];
  }

  /** The newest execution of this name. */
  find(executionName: string): FakeExecution | undefined {
    return this.#byName.get(executionName);
  }

  /** A token for the task that this execution waits in now. */
  giveToken(executionName: string): string {
    const execution = this.find(executionName);
    if (!execution) throw new Error(`no execution ${executionName}`);
    this.#tokensGiven += 1;
    const token = `token-${this.#tokensGiven}-${executionName}`;
    this.#tokens.set(token, execution);
    return token;
  }

  /** Nobody waits for this token any more: its task timed out. */
  expire(token: string): void {
    this.#tokens.delete(token);
  }

  end(execution: FakeExecution, how: Partial<FakeExecution>): void {
    Object.assign(execution, how, { stopDate: this.#seconds() });
  }

  protected operations() {
    return {
      StartExecution: (input: Loose) => this.#start(input),
      DescribeExecution: (input: Loose) => this.#existing(input.executionArn),
      StopExecution: (input: Loose) => this.#stop(input),
      SendTaskSuccess: (input: Loose) => this.#send(input, { output: input.output }),
      SendTaskFailure: (input: Loose) =>
        this.#send(input, { error: input.error, cause: input.cause }),
    };
  }

  #start({ stateMachineArn, name, input }: Loose): object {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new WireError('InvalidName', `name ${name}`);
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const old = this.#executions.get(executionArn);
    if (old && !this.#isForgotten(old)) {
      if (old.status === 'RUNNING' && old.input === input) return started(old);
      throw new WireError('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`);
    }
    const execution: FakeExecution = {
      executionArn,
      name,
      stateMachineArn,
      input,
      startDate: this.#seconds(),
      status: 'RUNNING',
    };
    this.#executions.set(executionArn, execution);
    this.#byName.set(name, execution);
    this.onStart(execution);
    return started(execution);
  }

  #stop(input: Loose): object {
    const execution = this.#existing(input.executionArn);
    if (execution.status === 'RUNNING') {
      this.end(execution, { status: 'ABORTED', cause: input.cause, error: input.error });
      this.onStop(execution);
    }
    return { stopDate: execution.stopDate };
  }

  #send(input: Loose, result: TaskResult): object {
    const execution = this.#tokens.get(input.taskToken);
    if (!/^token-/.test(input.taskToken)) throw new WireError('InvalidToken', 'Invalid token');
    if (!execution) throw new WireError('TaskTimedOut', 'Provided task does not exist anymore');
    this.#tokens.delete(input.taskToken);
    if (execution.status !== 'RUNNING') {
      throw new WireError('TaskTimedOut', 'Provided task does not exist anymore');
    }
    this.onResult(execution, result, input.taskToken);
    return {};
  }

  #existing(executionArn: string): FakeExecution {
    const execution = this.#executions.get(executionArn);
    if (execution && !this.#isForgotten(execution)) return execution;
    throw new WireError('ExecutionDoesNotExist', `Execution Does Not Exist: '${executionArn}'`);
  }

  #isForgotten(execution: FakeExecution): boolean {
    const age = this.#seconds() - (execution.stopDate ?? Infinity);
    return age > closedAfterDays * 24 * 3600;
  }

  #seconds(): number {
    return this.#now() / 1000;
  }
}

function started({ executionArn, startDate }: FakeExecution): object {
  return { executionArn, startDate };
}
