import { storeManifest } from '../../../dataset/version/freeze.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Write } from '../../../ports/table.ts';
import { keys } from '../../../records/keys.ts';
import { createRecords, toData } from '../../../records/records.ts';
import type { JobIds } from '../../workflow/state.ts';
import type { InferencePlan } from './plan-inference.ts';
import { startWorkflow } from '../start-workflow.ts';

/**
 * Stores the record of a new job together with its dataset version, or not at all, and starts its workflow.
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
  if (plan.frozen) await storeManifest(scope, plan.frozen, deps);
  await createRecords(deps.table, [write, ...datasetWrites(plan)], name);
  await startWorkflow(ids, deps);
  const [subject, idName] =
    plan.kind === 'evaluate'
      ? (['evaluation', 'evaluationId'] as const)
      : (['prediction', 'predictionId'] as const);
  const detail = { [idName]: ids.recordId ?? '', versionId: ids.versionId, modelId: ids.modelId };
  await deps.events.publish({ type: `${subject}.queued`, at: deps.now(), detail });
}

function datasetWrites({ frozen, version, dataset }: InferencePlan): Write[] {
  if (!frozen) return [];
  const key = keys.datasetVersion(version.scope, dataset.datasetId, dataset.id);
  return [{ put: { ...key, data: toData(dataset) }, if: 'absent' }];
}
