import type { Dependencies } from '../ports/host.ts';
import { scheduleName } from '../records/job-names.ts';
import { keys } from '../records/keys.ts';
import type { Scope } from '../records/keys.ts';
import { readAll } from '../records/records.ts';
import type { RetrainingSchedule } from '../training/schedule/retraining-schedule.ts';

/**
 * Takes the schedules of a model away, or of all models of an app: they fire nothing any more, and
 * another model of the same id has none of them.
 * @param of.modelId absent: of every model
 */
export async function endSchedules(
  of: { readonly scope: Scope; readonly modelId?: string },
  deps: Pick<Dependencies, 'table' | 'schedules' | 'sha256'>,
): Promise<void> {
  const { scope } = of;
  const all = await readAll<RetrainingSchedule>(deps.table, keys.schedulesOf(scope));
  for (const { id, modelId } of all) {
    if (of.modelId !== undefined && modelId !== of.modelId) continue;
    await deps.schedules.delete(scheduleName(scope, id, deps.sha256));
    await deps.table.write([{ delete: keys.schedule(scope, id) }]);
  }
}
