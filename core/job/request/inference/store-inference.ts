import { fail } from '../../../errors.ts';
import { storeChosen } from '../../../dataset/version/choose-dataset-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Write } from '../../../ports/table.ts';
import { WriteRefusedError } from '../../../ports/table.ts';
import { withRetry } from '../../../records/records.ts';
import type { JobIds } from '../../workflow/state.ts';
import type { NewInferenceJob } from './new-inference-job.ts';
import type { InferencePlan } from './plan-inference.ts';
import { startWorkflow } from '../start-workflow.ts';

/**
 * Stores the record of a new job together with its dataset version and its quote, or not at all,
 * and starts its workflow.
 * @param what.name for a person, where the id is taken
 * @throws DeeptuneError already-exists, quote-used
 */
export async function storeInference(
  what: {
    readonly plan: InferencePlan;
    readonly write: Write;
    readonly quoteWrites: NewInferenceJob['quoteWrites'];
    readonly name: string;
    readonly ids: JobIds;
  },
  deps: Dependencies,
): Promise<void> {
  const { plan, write, name, ids, quoteWrites } = what;
  const { scope } = plan.version;
  const create = (records: readonly Write[]) =>
    withRetry(async () => {
      const all = [write, ...records, ...(await quoteWrites())];
      await deps.table.write(all).catch((error: unknown) => {
        throw isTaken(error) ? alreadyExists(name, error) : error;
      });
    });
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

/** The record itself is what was there: anything else is read anew, a used quote says so itself. */
function isTaken(error: unknown): boolean {
  return error instanceof WriteRefusedError && error.reasons[0] === 'condition';
}

function alreadyExists(what: string, error: unknown): Error {
  return fail('alreadyExists', `${what} already exists; choose another id`, error);
}
