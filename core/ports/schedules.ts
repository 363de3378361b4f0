import type { JsonObject } from '../json.ts';

export interface Schedule {
  /** Unique in the account: built by `scheduleName` of `keys.ts`. */
  readonly name: string;
  /** EventBridge Scheduler's own language: `rate(1 day)`, `cron(0 3 * * ? *)`. */
  readonly expression: string;
  /** IANA name, `UTC` by default. */
  readonly timezone: string;
  /** Given to the target at each firing, with the slot it fires for. */
  readonly payload: JsonObject;
}

/**
 * What the target receives. `scheduledAt` names the slot: the same firing delivered twice carries
 * the same one.
 */
export interface ScheduleFiring {
  readonly name: string;
  /** ISO 8601 */
  readonly scheduledAt: string;
  readonly payload: JsonObject;
}

/** Fires at least once per slot. EventBridge Scheduler on AWS, a timer on the laptop. */
export interface Schedules {
  /**
   * Creates or replaces. @throws DeeptuneError invalid-request for an expression that is not one.
   */
  put(schedule: Schedule): Promise<void>;
  /** No error where it is absent. */
  delete(name: string): Promise<void>;
  list(prefix: string): Promise<readonly Schedule[]>;
}
