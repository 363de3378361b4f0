import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { contentOf } from '../../dataset/version/content.ts';
import { inputChoice, toRow } from '../../dataset/version/frozen-inputs.ts';
import type { Input } from '../../dataset/record/input.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { getVersion } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import { eachRecord } from '../../records/records.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import { rowsOf } from '../../training/training-rows.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'sha256'>;

/** How a dataset differs from what a line of versions knows, in contents. */
export interface NewContent {
  readonly newInputs: number;
  readonly relabelledInputs: number;
}

/**
 * What of a schedule's dataset the line of its parent does not know, or knows with other labels: by
 * content, so that five inputs that were deleted and five that were added are five new ones.
 */
export async function newContent(
  schedule: RetrainingSchedule,
  parent: ModelVersion | undefined,
  deps: Uses,
): Promise<NewContent> {
  const known = await knownBy(parent, deps);
  const seen = new Set<string>();
  let [newInputs, relabelledInputs] = [0, 0];
  for await (const row of rowsNow(schedule, deps)) {
    const content = contentOf(row);
    if (content === undefined || seen.has(content)) continue;
    seen.add(content);
    const labels = known.get(content);
    if (labels === undefined) newInputs += 1;
    else if (labels !== labelsOf(row)) relabelledInputs += 1;
  }
  return { newInputs, relabelledInputs };
}

async function* rowsNow(
  { scope, datasetId }: RetrainingSchedule,
  deps: Uses,
): AsyncGenerator<ManifestRow> {
  const choice = await inputChoice(scope, { datasetId }, deps);
  for await (const { value } of eachRecord<Input>(deps.table, keys.inputsOf(scope))) {
    const labelled = choice.choose(value);
    if (labelled) yield toRow(labelled);
  }
}

/** Content -> its labels, of a version and its ancestors: the newest count. */
async function knownBy(
  version: ModelVersion | undefined,
  deps: Uses,
): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  for (let next = version; next !== undefined; next = await parentOf(next, deps)) {
    // One that was stopped half-way has not learnt its rows.
    if (next.status === 'stopped') continue;
    for (const row of await rowsOf(next, deps)) {
      const content = contentOf(row);
      if (content !== undefined && !known.has(content)) known.set(content, labelsOf(row));
    }
  }
  return known;
}

async function parentOf(version: ModelVersion, deps: Uses): Promise<ModelVersion | undefined> {
  if (!('training' in version) || !version.training.parent) return undefined;
  return (await getVersion(deps.table, { scope: version.scope, ...version.training.parent })).value;
}

function labelsOf({ concepts, regions, target }: ManifestRow): string {
  return JSON.stringify([concepts, regions, target]);
}
