import type { FiringRecord, RetrainingSchedule } from '../../../job/request/retraining-schedule.ts';
import { firingsOf } from '../../../job/request/retraining-schedule.ts';
import type { Schedule, ScheduleFiring } from '../../wire/messages.ts';

/** A schedule with what its last firings decided, the newest first. */
export function scheduleToWire(schedule: RetrainingSchedule): Schedule {
  const firings = firingsOf(schedule).map(firingToWire);
  const [last] = firings;
  return {
    id: schedule.id,
    model_id: schedule.modelId,
    dataset_id: schedule.datasetId,
    expression: schedule.expression,
    timezone: schedule.timezone,
    min_new_inputs: schedule.minNewInputs,
    params: schedule.params,
    created_at: schedule.createdAt,
    paused: schedule.isPaused ?? false,
    active_since: schedule.activeSince ?? schedule.createdAt,
    ...(last ? { last_firing: last } : {}),
    firings,
  };
}

function firingToWire(firing: FiringRecord): ScheduleFiring {
  const { scheduledAt, result, reason, detail, newInputs } = firing;
  return {
    scheduled_at: scheduledAt,
    result,
    ...(reason === undefined ? {} : { reason }),
    detail,
    ...(newInputs === undefined ? {} : { new_inputs: newInputs }),
    ...(result === 'started' ? { model_version_id: detail } : {}),
  };
}
