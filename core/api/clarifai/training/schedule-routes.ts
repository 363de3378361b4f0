import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import { scheduleName } from '../../../records/job-names.ts';
import { createRecord, readAll, readRecord, toData } from '../../../records/records.ts';
import type { RetrainingSchedule } from '../../../job/request/retraining-schedule.ts';
import { assertSchedulable } from '../../../job/request/retraining-schedule.ts';
import { getModel } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import type { Answer, Route } from '../../http/route.ts';
import type { Schedule } from '../../wire/messages.ts';

const newSchedule = z.object({
  schedule: z.object({
    id: idSchema.optional(),
    dataset_id: idSchema,
    expression: z.string(),
    timezone: z.string().default('UTC'),
    min_new_inputs: z.number().int().min(1).default(1),
    params: z.record(z.string(), z.json()).default({}),
  }),
});

async function post(call: RequestContext): Promise<Answer<'PostSchedule'>> {
  const scope = await scopeOf(call);
  const asked = parse(newSchedule, call.body).schedule;
  const { value: model } = await getModel(call.deps.table, scope, param(call, 'model_id'));
  if (!(await call.deps.table.get(keys.dataset(scope, asked.dataset_id))))
    throw fail('doesNotExist', `Dataset '${asked.dataset_id}' does not exist`);
  const schedule: RetrainingSchedule = {
    id: asked.id ?? call.deps.newId(),
    scope,
    modelId: model.id,
    datasetId: asked.dataset_id,
    expression: asked.expression,
    timezone: asked.timezone,
    minNewInputs: asked.min_new_inputs,
    params: asked.params as JsonObject,
    createdAt: call.deps.now(),
  };
  await assertSchedulable(schedule, call.deps);
  await store(schedule, call);
  return { schedule: toWire(schedule) };
}

/**
 * The record first: a schedule that fires without one is skipped, one that never fires would not be
 * noticed.
 */
async function store(schedule: RetrainingSchedule, call: RequestContext): Promise<void> {
  const key = keys.schedule(schedule.scope, schedule.id);
  await createRecord(
    call.deps.table,
    { ...key, data: toData(schedule) },
    `Schedule '${schedule.id}'`,
  );
  try {
    const { expression, timezone } = schedule;
    await call.deps.schedules.put({
      name: scheduleName(schedule.scope, schedule.id, call.deps.sha256),
      expression,
      timezone,
      payload: { ...schedule.scope, scheduleId: schedule.id },
    });
  } catch (error) {
    await call.deps.table.write([{ delete: key }]);
    throw error;
  }
}

async function list(call: RequestContext): Promise<Answer<'ListSchedules'>> {
  const scope = await scopeOf(call);
  const all = await readAll<RetrainingSchedule>(call.deps.table, keys.schedulesOf(scope));
  return {
    schedules: all.filter((schedule) => schedule.modelId === param(call, 'model_id')).map(toWire),
  };
}

async function remove(call: RequestContext): Promise<Answer<'DeleteSchedule'>> {
  const scope = await scopeOf(call);
  const id = param(call, 'schedule_id');
  const stored = await readRecord<RetrainingSchedule>(call.deps.table, keys.schedule(scope, id));
  if (!stored) throw fail('doesNotExist', `Schedule '${id}' does not exist`);
  await call.deps.schedules.delete(scheduleName(scope, id, call.deps.sha256));
  await call.deps.table.write([{ delete: keys.schedule(scope, id) }]);
  return {};
}

function toWire(schedule: RetrainingSchedule): Schedule {
  return {
    id: schedule.id,
    model_id: schedule.modelId,
    dataset_id: schedule.datasetId,
    expression: schedule.expression,
    timezone: schedule.timezone,
    min_new_inputs: schedule.minNewInputs,
    params: schedule.params,
    created_at: schedule.createdAt,
    ...(schedule.lastFiring
      ? {
          last_firing: {
            scheduled_at: schedule.lastFiring.scheduledAt,
            result: schedule.lastFiring.result,
            detail: schedule.lastFiring.detail,
          },
        }
      : {}),
  };
}

/** Scheduled retraining: an extension, Clarifai has no counterpart. */
export const scheduleRoutes: readonly Route[] = [
  {
    operation: 'PostSchedule',
    method: 'POST',
    path: '/models/:model_id/schedules',
    under: 'app',
    body: newSchedule,
    refusesUnread: true,
    handle: post,
  },
  {
    operation: 'ListSchedules',
    method: 'GET',
    path: '/models/:model_id/schedules',
    under: 'app',
    handle: list,
  },
  {
    operation: 'DeleteSchedule',
    method: 'DELETE',
    path: '/models/:model_id/schedules/:schedule_id',
    under: 'app',
    handle: remove,
  },
];
