import type { Json, JsonObject } from '../../core/json.ts';

/**
 * The part of Amazon States Language, in its JSONata form, that the laptop runs. `asl-check.ts`
 * refuses the rest.
 */
export interface StateMachine {
  readonly StartAt: string;
  readonly States: States;
  /** Seconds the whole execution may take. */
  readonly TimeoutSeconds?: number;
}

export type States = Readonly<Record<string, State>>;
export type State = TaskState | ChoiceState | WaitState | PassState | SucceedState | FailState;

/** What a state leaves behind: its output and the variables it sets. Both may hold `{% … %}`. */
export interface Leaving {
  readonly Output?: Json;
  readonly Assign?: JsonObject;
}

interface Stepping extends Leaving {
  readonly Next?: string;
  readonly End?: boolean;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher extends Leaving {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

/** A state that can fail and be tried again. */
export interface FallibleState extends Stepping {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends FallibleState {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments: { readonly FunctionName: string; readonly Payload?: Json };
  readonly TimeoutSeconds?: number | string;
}

export interface ChoiceState extends Leaving {
  readonly Type: 'Choice';
  readonly Choices: readonly (Leaving & {
    readonly Condition: string | boolean;
    readonly Next: string;
  })[];
  readonly Default?: string;
}

export interface WaitState extends Stepping {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
}

export interface PassState extends Stepping {
  readonly Type: 'Pass';
}

export interface SucceedState extends Leaving {
  readonly Type: 'Succeed';
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly Cause?: string;
}

/** Invokes a function and takes what it returns. */
export const invoke = 'arn:aws:states:::lambda:invoke';
/** Invokes a function, then waits until somebody sends the result for the token it was given. */
export const invokeAndWait = `${invoke}.waitForTaskToken`;
