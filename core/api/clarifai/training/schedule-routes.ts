import * as z from 'zod';
import type { JsonObject } from '../../../json.ts';
import { omit } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import { scheduleName } from '../../../records/job-names.ts';
import { createRecord, readAll, toData, withRetry } from '../../../records/records.ts';
import type { Schedule as HostSchedule } from '../../../ports/schedules.ts';
import { assertSchedulable } from '../../../job/retraining/assert-schedulable.ts';
import type { RetrainingSchedule } from '../../../training/schedule/retraining-schedule.ts';
import { getModel } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { idSchema } from '../../http/ids.ts';
import type { Answer, Route } from '../../http/route.ts';
import { findSchedule } from './find-schedule.ts';
import { changedRules, newRules, rulesOf } from './schedule-rules.ts';
import { scheduleToWire } from './schedule-wire.ts';

const newSchedule = z.object({
  schedule: z.object({
    id: idSchema.optional(),
    dataset_id: idSchema,
    expression: z.string(),
    timezone: z.string().default('UTC'),
    ...newRules,
    params: z.record(z.string(), z.json()).default({}),
  }),
});

const scheduleChange = z.object({
  schedule: z.object({
    expression: z.string().optional(),
    timezone: z.string().optional(),
    ...changedRules,
    paused: z.boolean().optional(),
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
    ...rulesOf(asked),
    params: asked.params as JsonObject,
    createdAt: call.deps.now(),
  };
  await assertSchedulable(schedule, call.deps);
  await store(schedule, call);
  return { schedule: scheduleToWire(schedule, Date.parse(call.deps.now())) };
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
    await call.deps.schedules.put(firingOf(schedule, call));
  } catch (error) {
    await call.deps.table.write([{ delete: key }]);
    throw error;
  }
}

/** What the host is to fire. */
function firingOf(
  { scope, id, expression, timezone }: RetrainingSchedule,
  { deps }: RequestContext,
): HostSchedule {
  const name = scheduleName(scope, id, deps.sha256);
  return { name, expression, timezone, payload: { ...scope, scheduleId: id } };
}

/** Of a model, or of all models of the app. */
async function list(call: RequestContext): Promise<Answer<'ListSchedules'>> {
  const scope = await scopeOf(call);
  const all = await readAll<RetrainingSchedule>(call.deps.table, keys.schedulesOf(scope));
  const { model_id: modelId } = call.params;
  const now = Date.parse(call.deps.now());
  return {
    schedules: all
      .filter((schedule) => modelId === undefined || schedule.modelId === modelId)
      .map((schedule) => scheduleToWire(schedule, now)),
  };
}

/** Pauses, resumes, or fires at other times from now on. What is not named stays as it is. */
async function patch(call: RequestContext): Promise<Answer<'PatchSchedule'>> {
  const { schedule: asked } = parse(scheduleChange, call.body);
  // A firing may be decided meanwhile, and writes that down.
  const { before, next } = await withRetry(() => change(asked, call));
  if (!firesAsBefore(before, next)) await fireAsChanged({ before, next }, call);
  return { schedule: scheduleToWire(next, Date.parse(call.deps.now())) };
}

async function change(
  asked: z.infer<typeof scheduleChange>['schedule'],
  call: RequestContext,
): Promise<{ readonly before: RetrainingSchedule; readonly next: RetrainingSchedule }> {
  const { value: before, rev } = await findSchedule(call);
  const changed: RetrainingSchedule = {
    ...omit(before, 'driftThreshold', 'worthPerPointMicros', 'maxPriceMicros', 'doneBy'),
    ...rulesOf(asked, before),
    expression: asked.expression ?? before.expression,
    timezone: asked.timezone ?? before.timezone,
    isPaused: asked.paused ?? before.isPaused ?? false,
  };
  const next = firesAsBefore(before, changed)
    ? changed
    : { ...changed, activeSince: call.deps.now() };
  const key = keys.schedule(before.scope, before.id);
  await call.deps.table.write([{ put: { ...key, data: toData(next) }, if: { rev } }]);
  return { before, next };
}

function firesAsBefore(one: RetrainingSchedule, other: RetrainingSchedule): boolean {
  return (
    one.expression === other.expression &&
    one.timezone === other.timezone &&
    (one.isPaused ?? false) === (other.isPaused ?? false)
  );
}

/** The record stays as it was where the host refuses the times. */
async function fireAsChanged(
  { before, next }: { readonly before: RetrainingSchedule; readonly next: RetrainingSchedule },
  call: RequestContext,
): Promise<void> {
  try {
    if (next.isPaused)
      await call.deps.schedules.delete(scheduleName(next.scope, next.id, call.deps.sha256));
    else await call.deps.schedules.put(firingOf(next, call));
  } catch (error) {
    const key = keys.schedule(next.scope, next.id);
    await call.deps.table.write([{ put: { ...key, data: toData(before) }, if: 'present' }]);
    throw error;
  }
}

async function remove(call: RequestContext): Promise<Answer<'DeleteSchedule'>> {
  const scope = await scopeOf(call);
  const { id } = (await findSchedule(call)).value;
  await call.deps.schedules.delete(scheduleName(scope, id, call.deps.sha256));
  await call.deps.table.write([{ delete: keys.schedule(scope, id) }]);
  return {};
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
    operation: 'ListSchedules',
    method: 'GET',
    path: '/schedules',
    under: 'app',
    handle: list,
  },
  {
    operation: 'PatchSchedule',
    method: 'PATCH',
    path: '/models/:model_id/schedules/:schedule_id',
    under: 'app',
    body: scheduleChange,
    refusesUnread: true,
    handle: patch,
  },
  {
    operation: 'DeleteSchedule',
    method: 'DELETE',
    path: '/models/:model_id/schedules/:schedule_id',
    under: 'app',
    handle: remove,
  },
];
