import type { Scope } from '../../records/keys.ts';

/** One firing of a schedule: the schedule, and the time that it is for. */
export interface Slot {
  readonly scope: Scope;
  readonly scheduleId: string;
  /** ISO 8601, as it was told. */
  readonly scheduledAt: string;
}

/**
 * The name of a slot's execution, 32 lower-case hexadecimal digits: the same however often the slot
 * is told, and so it is executed once.
 * @param sha256 hexadecimal digest function
 */
export function executionNameOf(
  { scope, scheduleId, scheduledAt }: Slot,
  sha256: (text: string) => string,
): string {
  const slot = [scope.userId, scope.appId, scheduleId, scheduledAt];
  return sha256(JSON.stringify(slot)).slice(0, 32);
}

/**
 * The idempotency key of the training that a slot starts: with a slash, which no header's key has,
 * so that no request takes it before.
 */
export function idempotencyKeyOf(executionName: string): string {
  return `schedule-slot/${executionName}`;
}
