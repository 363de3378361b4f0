import { parseExpression } from './schedule-expression.ts';
import { instantOf, wallTimeOf } from './zoned-time.ts';

/** When something is to be done, again and again. */
export interface Recurrence {
  readonly expression: string;
  /** IANA name. */
  readonly timezone: string;
  /**
   * Where `rate` counts from: the first slot is one period later. Milliseconds since 1970, as all
   * times here.
   */
  readonly createdAt: number;
}

/**
 * The first slot behind an instant; undefined where there is none any more. Wall times that summer
 * time skips have no slot, those that it repeats have one, the first: EventBridge Scheduler's rule.
 * @throws DeeptuneError invalid-request for an expression that is none
 */
export function nextSlot(recurrence: Recurrence, after: number): number | undefined {
  const { timezone, createdAt } = recurrence;
  const expression = parseExpression(recurrence.expression);
  if ('everyMilliseconds' in expression) {
    const { everyMilliseconds: period } = expression;
    return createdAt + Math.max(1, Math.floor((after - createdAt) / period) + 1) * period;
  }
  let wallTime = expression.nextWallTime(wallTimeOf(after, timezone));
  while (wallTime !== undefined) {
    const slot = instantOf(wallTime, timezone);
    // Not behind: the clock was put back, and this wall time has been there before.
    if (slot !== undefined && slot > after) return slot;
    wallTime = expression.nextWallTime(wallTime);
  }
  return undefined;
}

/** The last slot in (after, until]; undefined where there is none. */
export function lastSlot(recurrence: Recurrence, after: number, until: number): number | undefined {
  // Looks back in growing steps, so that no more than a few slots are gone through however long the
  // time is.
  for (const minutes of [1, 60, 24 * 60, 31 * 24 * 60, 366 * 24 * 60, Infinity]) {
    const from = Math.max(after, until - minutes * 60_000);
    let found: number | undefined;
    for (let slot = nextSlot(recurrence, from); slot !== undefined && slot <= until;) {
      found = slot;
      slot = nextSlot(recurrence, slot);
    }
    if (found !== undefined || from === after) return found;
  }
  return undefined;
}
