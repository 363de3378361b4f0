import * as z from 'zod';
import { wallClock } from '../../../job/schedule/done-by.ts';
import type { RetrainingSchedule } from '../../../training/schedule/retraining-schedule.ts';

/** Far beyond any price, and exact as a number. */
const maxMicros = 1_000_000_000_000;

const driftThreshold = z.number().positive().max(10);
const micros = z.number().int().min(1).max(maxMicros);
const doneBy = z
  .string()
  .regex(wallClock, 'is not a time of day: HH:MM, 00:00 to 23:59, such as 08:00');

/** What decides whether a firing trains, as a new schedule names it. */
export const newRules = {
  min_new_inputs: z.number().int().min(1).default(1),
  drift_threshold: driftThreshold.optional(),
  worth_per_point_micros: micros.optional(),
  max_price_micros: micros.optional(),
  done_by: doneBy.optional(),
};

/** The same in a change: 0 and an empty time take a rule away (null is as good as not named). */
export const changedRules = {
  min_new_inputs: z.number().int().min(1).optional(),
  drift_threshold: z.number().min(0).max(10).optional(),
  worth_per_point_micros: z.number().int().min(0).max(maxMicros).optional(),
  max_price_micros: z.number().int().min(0).max(maxMicros).optional(),
  done_by: z.union([z.string().length(0), doneBy]).optional(),
};

type Rules = Pick<
  RetrainingSchedule,
  'minNewInputs' | 'driftThreshold' | 'worthPerPointMicros' | 'maxPriceMicros' | 'doneBy'
>;

interface WireRules {
  readonly min_new_inputs?: number | undefined;
  readonly drift_threshold?: number | undefined;
  readonly worth_per_point_micros?: number | undefined;
  readonly max_price_micros?: number | undefined;
  readonly done_by?: string | undefined;
}

/** The rules once these are named. @param before those that there are */
export function rulesOf(asked: WireRules, before: Partial<Rules> = {}): Rules {
  const drift = chosen(asked.drift_threshold, before.driftThreshold);
  const worth = chosen(asked.worth_per_point_micros, before.worthPerPointMicros);
  const most = chosen(asked.max_price_micros, before.maxPriceMicros);
  const by = chosen(asked.done_by, before.doneBy);
  return {
    minNewInputs: asked.min_new_inputs ?? before.minNewInputs ?? 1,
    ...(drift === undefined ? {} : { driftThreshold: drift }),
    ...(worth === undefined ? {} : { worthPerPointMicros: worth }),
    ...(most === undefined ? {} : { maxPriceMicros: most }),
    ...(by === undefined ? {} : { doneBy: by }),
  };
}

function chosen<T extends number | string>(
  asked: T | undefined,
  before: T | undefined,
): T | undefined {
  return asked === 0 || asked === '' ? undefined : (asked ?? before);
}
