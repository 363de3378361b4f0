import type { JsonObject } from '../json.ts';

/** A fact worth telling others: `model-version.trained`. */
export interface DomainEvent {
  readonly type:
    | 'model-version.queued'
    | 'model-version.training'
    | 'model-version.trained'
    | 'model-version.failed'
    | 'model-version.stopped'
    | 'model-version.held-back'
    | 'model-version.awaits-approval'
    | `model.${'promoted' | 'rolled-back'}`
    | `${'evaluation' | 'prediction'}.${'queued' | 'running' | 'completed' | 'failed' | 'stopped'}`
    | 'schedule.skipped'
    | 'invoice.issued'
    | `budget.${'reached' | 'threshold' | 'stopped' | 'resumed' | 'not-resumed'}`
    | 'hold.needs-review';
  /** ISO 8601 */
  readonly at: string;
  /**
   * `userId` and `appId` of what it happened to, the ids that name it, and its figures
   * (micro-dollars as `…Micros`). The same fact published again has the same ids.
   */
  readonly detail: JsonObject;
}

/**
 * EventBridge on AWS; the log and in-process listeners on the laptop. Delivery is at least once;
 * nothing is decided by an event alone.
 */
export interface Events {
  publish(event: DomainEvent): Promise<void>;
}
