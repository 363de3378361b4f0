import { randomUUID } from 'node:crypto';
import type { SFNClient } from '@aws-sdk/client-sfn';
import {
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { JsonObject } from '../../core/json.ts';
import type { Execution, ExecutionStatus, Workflow } from '../../core/ports/workflow.ts';
import { isAwsError } from '../aws/aws-error.ts';

export interface StepFunctionsWorkflowOptions {
  readonly client: SFNClient;
  /** A standard state machine, `arn:aws:states:<region>:<account>:stateMachine:<name>`. */
  readonly stateMachineArn: string;
  /** Never the same word twice; default a random UUID. */
  readonly newToken?: () => string;
}

/** Longest texts that Step Functions takes, in characters. */
const maxCauseLength = 32_768;
const maxErrorLength = 256;

const nobodyWaits = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/** `Workflow` on Step Functions. */
export class StepFunctionsWorkflow implements Workflow {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;
  readonly #newToken: () => string;

  constructor(options: StepFunctionsWorkflowOptions) {
    this.#client = options.client;
    this.#stateMachineArn = options.stateMachineArn;
    this.#newToken = options.newToken ?? randomUUID;
  }

  /**
   * To a repetition with the same input Step Functions answers "started" while the execution runs,
   * and starts nothing. For the SDK's own retry that is right; a second call by anyone else shall
   * be told `exists`. So each call's input carries a token of its own, in a field that no state
   * reads.
   */
  async start(name: string, input: JsonObject): Promise<'started' | 'exists'> {
    try {
      await this.#client.send(
        new StartExecutionCommand({
          stateMachineArn: this.#stateMachineArn,
          name,
          input: JSON.stringify({ ...input, startToken: this.#newToken() }),
        }),
      );
      return 'started';
    } catch (error) {
      if (isAwsError(error, 'ExecutionAlreadyExists')) return 'exists';
      throw error;
    }
  }

  async describe(name: string): Promise<Execution | undefined> {
    try {
      const command = new DescribeExecutionCommand({ executionArn: this.#arn(name) });
      const { status, output, error, cause } = await this.#client.send(command);
      return {
        name,
        status: toStatus(status),
        ...(output !== undefined && { output: JSON.parse(output) as JsonObject }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
    } catch (error) {
      if (isAwsError(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  }

  async stop(name: string, cause: string): Promise<void> {
    try {
      await this.#client.send(
        new StopExecutionCommand({
          executionArn: this.#arn(name),
          cause: cause.slice(0, maxCauseLength),
        }),
      );
    } catch (error) {
      if (!isAwsError(error, 'ExecutionDoesNotExist')) throw error;
    }
  }

  async sendSuccess(taskToken: string, output: JsonObject): Promise<'sent' | 'expired'> {
    const command = new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) });
    return sentOrExpired(() => this.#client.send(command));
  }

  async sendFailure(taskToken: string, error: string, cause: string): Promise<'sent' | 'expired'> {
    const command = new SendTaskFailureCommand({
      taskToken,
      error: error.slice(0, maxErrorLength),
      cause: cause.slice(0, maxCauseLength),
    });
    return sentOrExpired(() => this.#client.send(command));
  }

  #arn(name: string): string {
    return `${this.#stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  }
}

/**
 * After a lost answer the SDK asks again and finds the token used: `expired` then means "sent by
 * us", and nobody waits in both cases.
 */
async function sentOrExpired(send: () => Promise<unknown>): Promise<'sent' | 'expired'> {
  try {
    await send();
    return 'sent';
  } catch (error) {
    if (isAwsError(error, ...nobodyWaits)) return 'expired';
    throw error;
  }
}

/** An execution that waits to be redriven, and any word that is new to us, counts as running. */
function toStatus(word: string | undefined): ExecutionStatus {
  switch (word) {
    case 'SUCCEEDED':
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return word;
    default:
      return 'RUNNING';
  }
}
