import { isError } from '../../errors.ts';
import { nextSlot } from './next-slot.ts';
import { wallTimeOf } from './zoned-time.ts';

interface Recurring {
  readonly expression: string;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 8601: where a rate counts from. */
  readonly activeSince: string;
}

/** The next instants at which a schedule fires, ISO 8601; fewer where there are no more. */
export interface NextRuns {
  readonly runs: readonly string[];
  /** Why there are none: the expression or the time zone is wrong. */
  readonly problem?: string;
}

/** @param now milliseconds since 1970 */
export function nextRuns(
  { expression, timezone, activeSince }: Recurring,
  now: number,
  amount: number,
): NextRuns {
  const recurrence = { expression, timezone, createdAt: Date.parse(activeSince) };
  const runs: string[] = [];
  try {
    // A rate does not need the zone, and a schedule with a wrong one is refused all the same.
    wallTimeOf(now, timezone);
    for (let after = now; runs.length < amount; after = Date.parse(runs.at(-1)!)) {
      const slot = nextSlot(recurrence, after);
      if (slot === undefined) break;
      runs.push(new Date(slot).toISOString());
    }
    return { runs };
  } catch (error) {
    const problem = isError(error, 'invalidRequest')
      ? error.message
      : `'${timezone}' is not a known time zone`;
    return { runs: [], problem };
  }
}
