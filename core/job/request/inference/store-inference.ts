import { storeChosen } from '../../../dataset/version/choose-dataset-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Write } from '../../../ports/table.ts';
import { createRecords } from '../../../records/records.ts';
import type { JobIds } from '../../workflow/state.ts';
import type { InferencePlan } from './plan-inference.ts';
import { startWorkflow } from '../start-workflow.ts';

/**
 * Stores the record of a new job together with its dataset version, or not at all, and starts its
 * workflow.
 * @param what.name for a person, where the id is taken
 * @throws DeeptuneError already-exists
 */
export async function storeInference(
  what: {
    readonly plan: InferencePlan;
    readonly write: Write;
    readonly name: string;
    readonly ids: JobIds;
  },
  deps: Dependencies,
): Promise<void> {
  const { plan, write, name, ids } = what;
  const { scope } = plan.version;
  const create = (records: readonly Write[]) =>
    createRecords(deps.table, [write, ...records], name);
  await storeChosen(scope, plan.chosen, create, deps);
  await startWorkflow(ids, deps);
  const [subject, idName] =
    plan.kind === 'evaluate'
      ? (['evaluation', 'evaluationId'] as const)
      : (['prediction', 'predictionId'] as const);
  const names = { [idName]: ids.recordId ?? '', versionId: ids.versionId, modelId: ids.modelId };
  const detail = { ...scope, ...names };
  await deps.events.publish({ type: `${subject}.queued`, at: deps.now(), detail });
}
