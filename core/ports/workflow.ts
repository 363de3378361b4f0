import type { JsonObject } from '../json.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface Execution {
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly output?: JsonObject;
  readonly error?: string;
  readonly cause?: string;
}

/**
 * Runs the state machine of `core/job/workflow/definition.ts`. Step Functions on AWS, an
 * interpreter on the laptop.
 */
export interface Workflow {
  /**
   * Once per name, for ever: `exists` where an execution of this name was started before, running
   * or ended.
   */
  start(name: string, input: JsonObject): Promise<'started' | 'exists'>;
  describe(name: string): Promise<Execution | undefined>;
  /** Aborts a running execution; no error where it has ended or never was. */
  stop(name: string, cause: string): Promise<void>;
  /** Ends the task that waits for this token. `expired`: nobody waits for it any more. */
  sendSuccess(taskToken: string, output: JsonObject): Promise<'sent' | 'expired'>;
  sendFailure(taskToken: string, error: string, cause: string): Promise<'sent' | 'expired'>;
}
