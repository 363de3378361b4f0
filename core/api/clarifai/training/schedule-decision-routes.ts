import * as z from 'zod';
import { consider } from '../../../job/retraining/consider.ts';
import { startSlot } from '../../../job/retraining/schedule-fired.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { findSchedule } from './find-schedule.ts';

/**
 * Fires a schedule now, in a slot of its own: its execution decides as at any other time, and what
 * it decides stands with the schedule then.
 */
async function fire(call: RequestContext): Promise<Answer<'FireSchedule'>> {
  const { id, scope } = (await findSchedule(call)).value;
  const scheduledAt = call.deps.now();
  const { executionName } = await startSlot({ scope, scheduleId: id, scheduledAt }, call.deps);
  const firing = { scheduled_at: scheduledAt, execution_name: executionName };
  const detail = 'Its execution decides; what it decides stands among the firings of the schedule';
  return { firing: { ...firing, result: 'deciding', detail } };
}

/** What a schedule would decide if it fired now. Writes nothing. */
async function decision(call: RequestContext): Promise<Answer<'GetScheduleDecision'>> {
  const { value } = await findSchedule(call);
  const { decision: made } = await consider(value, call.deps.now(), call.deps);
  const { result, reason, numbers } = made;
  const detail = made.detail === '' ? 'It would train now' : made.detail;
  return { decision: { result, reason, detail, numbers } };
}

const nothing = z.object({}).optional();

/** What a schedule decides: an extension. */
export const scheduleDecisionRoutes: readonly Route[] = [
  {
    operation: 'FireSchedule',
    method: 'POST',
    path: '/models/:model_id/schedules/:schedule_id/fire',
    under: 'app',
    body: nothing,
    refusesUnread: true,
    handle: fire,
  },
  {
    operation: 'GetScheduleDecision',
    method: 'GET',
    path: '/models/:model_id/schedules/:schedule_id/decision',
    under: 'app',
    handle: decision,
  },
];
