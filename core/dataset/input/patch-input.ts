import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { NewRegion } from './new-input.ts';
import { addConcepts } from '../concept/concept.ts';
import { withNames } from '../concept/concept-names.ts';
import { allConcepts } from '../record/input.ts';
import type { ConceptValue, Geo, Input, Labels, Region } from '../record/input.ts';
import type { LabelPatch, PatchAction } from '../record/labels.ts';
import { patchLabels } from '../record/labels.ts';
import { patchMetadata } from './patch-metadata.ts';
import { changeInput, getInputs } from '../record/store-input.ts';
import { ingestRegions } from './ingest.ts';

/** What is to change; empty lists and objects are not meant. */
export interface InputPatch {
  readonly id: string;
  readonly concepts: readonly ConceptValue[];
  readonly regions: readonly NewRegion[];
  readonly metadata: JsonObject;
  readonly geo?: Geo;
}

type Uses = Pick<Dependencies, 'table' | 'objects' | 'now' | 'newId' | 'sha256'>;

/**
 * Changes inputs, once it is sure that all are there.
 * @returns the changed inputs, in order
 * @throws DeeptuneError does-not-exist (then none is changed), input-unsupported-format for a
 *   mask that is no PNG
 */
export async function patchInputs(
  scope: Scope,
  patches: readonly InputPatch[],
  action: PatchAction,
  deps: Uses,
): Promise<Input[]> {
  await getInputs(
    scope,
    patches.map(({ id }) => id),
    deps,
  );
  const changed: Input[] = [];
  for (const patch of patches) {
    const labels = await storedLabels(scope, patch, action, deps);
    changed.push(
      await changeInput(
        scope,
        patch.id,
        (input) => patched(input, { ...patch, labels }, action),
        deps,
      ),
    );
  }
  return changed;
}

/** Pure: an input after a patch whose masks are stored. */
export function patched(
  input: Input,
  patch: { labels: LabelPatch; metadata: JsonObject; geo?: Geo },
  action: PatchAction,
): Input {
  const labels = patchLabels(
    { concepts: input.concepts, regions: input.regions ?? [] },
    patch.labels,
    action,
  );
  const metadata = patchMetadata(input.metadata, patch.metadata, action);
  const { geo: oldGeo, ...rest } = withLabels(input, labels);
  const geo = action === 'remove' && patch.geo ? undefined : (patch.geo ?? oldGeo);
  return { ...rest, metadata, ...(geo ? { geo } : {}) };
}

/** The input with other labels of its own; no regions are no field. */
export function withLabels({ regions: _regions, ...input }: Input, labels: Labels): Input {
  const { concepts, regions } = labels;
  return { ...input, concepts, ...(regions.length > 0 ? { regions } : {}) };
}

/**
 * Labels of a request, with their masks stored and their concepts in the app.
 * @throws DeeptuneError input-unsupported-format
 */
export async function storedLabels(
  scope: Scope,
  labels: { concepts: readonly ConceptValue[]; regions: readonly NewRegion[] },
  action: PatchAction,
  deps: Uses,
): Promise<LabelPatch> {
  const names =
    action === 'remove' ? new Map() : await addConcepts(scope, allConcepts(labels), deps);
  const { concepts, regions } = withNames(labels, names);
  const stored = await storedRegions(scope, regions, deps);
  const unnamed = stored.filter((_, index) => regions[index]?.id === undefined);
  const givenIds = new Set(unnamed.flatMap(({ id }) => (id === undefined ? [] : [id])));
  return { concepts, regions: stored, givenIds };
}

async function storedRegions(
  scope: Scope,
  regions: readonly NewRegion[],
  deps: Uses,
): Promise<readonly Region[]> {
  const taken = await ingestRegions(scope, regions, deps);
  if ('reason' in taken) throw fail('inputUnsupported', taken.reason);
  return taken.regions;
}
