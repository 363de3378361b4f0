import { fail } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Stored } from '../../../records/records.ts';
import { readRecord } from '../../../records/records.ts';
import type { RetrainingSchedule } from '../../../training/schedule/retraining-schedule.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, scopeOf } from '../../http/request-context.ts';

/** The schedule of a model that a request names. @throws DeeptuneError does-not-exist */
export async function findSchedule(call: RequestContext): Promise<Stored<RetrainingSchedule>> {
  const id = param(call, 'schedule_id');
  const key = keys.schedule(await scopeOf(call), id);
  const stored = await readRecord<RetrainingSchedule>(call.deps.table, key);
  if (!stored || stored.value.modelId !== param(call, 'model_id'))
    throw fail('doesNotExist', `Schedule '${id}' does not exist`);
  return stored;
}
