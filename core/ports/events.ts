import type { JsonObject } from '../json.ts';

/** A fact worth telling others: `model-version.trained`. */
export interface DomainEvent {
  readonly type:
    | 'model-version.queued'
    | 'model-version.training'
    | 'model-version.trained'
    | 'model-version.failed'
    | 'model-version.stopped'
    | `${'evaluation' | 'prediction'}.${'queued' | 'running' | 'completed' | 'failed' | 'stopped'}`
    | 'schedule.skipped';
  /** ISO 8601 */
  readonly at: string;
  /** Of what it happened to: `userId` and `appId`, and the ids that name it. */
  readonly detail: JsonObject;
}

/**
 * EventBridge on AWS; the log and in-process listeners on the laptop. Delivery is at least once;
 * nothing is decided by an event alone.
 */
export interface Events {
  publish(event: DomainEvent): Promise<void>;
}
