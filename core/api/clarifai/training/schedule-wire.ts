import { nextRuns } from '../../../job/schedule/next-runs.ts';
import type {
  FiringRecord,
  RetrainingSchedule,
} from '../../../training/schedule/retraining-schedule.ts';
import { firingsOf } from '../../../training/schedule/retraining-schedule.ts';
import type { Schedule, ScheduleFiring } from '../../wire/messages.ts';

/**
 * A schedule with what its last firings decided, the newest first, and when it fires next: absent
 * while it is paused, and where it never does any more.
 * @param now milliseconds since 1970
 */
export function scheduleToWire(schedule: RetrainingSchedule, now: number): Schedule {
  const { driftThreshold, worthPerPointMicros: worth, maxPriceMicros, doneBy } = schedule;
  const firings = firingsOf(schedule).map(firingToWire);
  const [last] = firings;
  const activeSince = schedule.activeSince ?? schedule.createdAt;
  const [next] = schedule.isPaused ? [] : nextRuns({ ...schedule, activeSince }, now, 1).runs;
  return {
    id: schedule.id,
    model_id: schedule.modelId,
    dataset_id: schedule.datasetId,
    expression: schedule.expression,
    timezone: schedule.timezone,
    min_new_inputs: schedule.minNewInputs,
    ...(driftThreshold === undefined ? {} : { drift_threshold: driftThreshold }),
    ...(worth === undefined ? {} : { worth_per_point_micros: worth }),
    ...(maxPriceMicros === undefined ? {} : { max_price_micros: maxPriceMicros }),
    ...(doneBy === undefined ? {} : { done_by: doneBy }),
    params: schedule.params,
    created_at: schedule.createdAt,
    paused: schedule.isPaused ?? false,
    active_since: activeSince,
    ...(next === undefined ? {} : { next_run_at: next }),
    ...(last ? { last_firing: last } : {}),
    firings,
  };
}

function firingToWire(firing: FiringRecord): ScheduleFiring {
  const { scheduledAt, result, reason, detail, numbers } = firing;
  const newInputs = numbers?.newInputs ?? firing.newInputs;
  return {
    scheduled_at: scheduledAt,
    result,
    ...(reason === undefined ? {} : { reason }),
    detail,
    ...(newInputs === undefined ? {} : { new_inputs: newInputs }),
    ...(numbers === undefined ? {} : { numbers }),
    ...(result === 'started' ? { model_version_id: detail } : {}),
  };
}
