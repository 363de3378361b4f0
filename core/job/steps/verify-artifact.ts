import { fail } from '../../errors.ts';
import { readExport } from '../../model/checkpoints.ts';
import type { TrainingState } from '../workflow/state.ts';
import type { Dependencies } from '../../ports/host.ts';
import { runStep } from './step.ts';

/**
 * Evaluate: a completed job is not yet a trained version. Its export must be whole, of this version, and carry metrics measured on held-out data; the
 * trainer measures them, and for incremental training what was forgotten against the parent.
 * @throws DeeptuneError model-artifact-invalid (the workflow retries: a mirror to S3 may lag behind)
 */
export function evaluate(
  state: TrainingState,
  deps: Pick<Dependencies, 'table' | 'objects' | 'sha256'>,
): Promise<TrainingState> {
  return runStep(state, deps.table, async ({ value: version }) => {
    const found = await readExport(version.scope, version.id, deps);
    if (!found || found.manifest.modelVersionId !== version.id) {
      throw fail(
        'artifactInvalid',
        `The export of version '${version.id}' is ${found ? 'of another version' : 'missing or not complete'}`,
      );
    }
    return { outcome: 'evaluated' };
  });
}
