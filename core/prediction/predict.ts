import type { Json, JsonObject } from '../json.ts';
import { fail } from '../errors.ts';
import { objectKeys } from '../records/object-keys.ts';
import type {
  ModelArtifact,
  PredictedConcept,
  PredictedRegion,
  PredictorInput,
  PredictorOutput,
} from '../ports/predictor.ts';
import type { LoadableVersion, ModelVersion } from '../model/model-version.ts';
import { archiveKeyOf, assertLoadable, conceptsOfVersion } from '../model/model-version.ts';
import type { Dependencies } from '../ports/host.ts';
import { assertPredictable } from '../model/serving.ts';

/** How many concepts come back, and which. */
export interface OutputConfig {
  /** 0 means 20 (Clarifai's rule). */
  readonly maxConcepts: number;
  readonly minValue: number;
  /** Regions below it are left out (detector). */
  readonly detectionThreshold: number;
  /** Ids or names; empty: all. */
  readonly selectConcepts: readonly string[];
}

/**
 * Predicts with a trained version.
 * @returns one output per input, in order; concepts by value descending
 * @throws DeeptuneError version-not-trained, model-not-predictable, model-deploying,
 *   prediction-failed
 */
export async function predict(
  version: ModelVersion,
  request: { inputs: readonly PredictorInput[]; config: OutputConfig },
  deps: Pick<Dependencies, 'predictor' | 'objects' | 'settings'>,
): Promise<readonly PredictorOutput[]> {
  assertLoadable(version);
  await assertPredictable(version, deps);
  if (request.inputs.length === 0) return [];
  const outputs = await deps.predictor.predict(artifactOf(version), request.inputs);
  return outputs.map((output) => choose(output, request.config));
}

/** What the predictor loads for a version. */
export function artifactOf(version: LoadableVersion): ModelArtifact {
  return {
    modelVersionId: version.id,
    prefix: objectKeys.exportPrefix(version.scope, version.id),
    archiveKey: archiveKeyOf(version),
  };
}

function choose(output: PredictorOutput, config: OutputConfig): PredictorOutput {
  if ('error' in output) return output;
  const { concepts, regions } = output;
  return {
    ...output,
    ...(concepts ? { concepts: chooseConcepts(concepts, config) } : {}),
    ...(regions ? { regions: chooseRegions(regions, config) } : {}),
  };
}

function chooseConcepts(
  concepts: readonly PredictedConcept[],
  config: OutputConfig,
): PredictedConcept[] {
  return concepts
    .filter((concept) => isSelected(concept, config) && concept.value >= config.minValue)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, config.maxConcepts || 20);
}

function chooseRegions(
  regions: readonly PredictedRegion[],
  config: OutputConfig,
): PredictedRegion[] {
  return regions
    .filter((region) => region.value >= config.detectionThreshold)
    .filter((region) => region.concepts.some((concept) => isSelected(concept, config)))
    .toSorted((a, b) => b.value - a.value);
}

function isSelected({ id, name }: PredictedConcept, { selectConcepts }: OutputConfig): boolean {
  return (
    selectConcepts.length === 0 || selectConcepts.includes(id) || selectConcepts.includes(name)
  );
}

/**
 * Output configuration: what the request says, else what the version was trained with, else
 * Clarifai's defaults. A request's `min_value` counts for regions too: the version's own threshold
 * is a default, no wish. Zero and an empty list say nothing: proto3 cannot tell them from a field
 * that was left out.
 */
export function outputConfigOf(version: ModelVersion, asked: Partial<OutputConfig>): OutputConfig {
  const own: JsonObject = { ...version.inferenceParams, ...nonZero(version.outputConfig ?? {}) };
  const number = (name: string) => (typeof own[name] === 'number' ? own[name] : 0);
  const selected = asked.selectConcepts ?? [];
  const selectConcepts = selected.length > 0 ? selected : idsIn(own['select_concepts']);
  assertThere(selectConcepts, version);
  return {
    maxConcepts: asked.maxConcepts || number('max_concepts') || 20,
    minValue: asked.minValue || number('min_value'),
    detectionThreshold: asked.detectionThreshold || asked.minValue || number('detection_threshold'),
    selectConcepts,
  };
}

/** Concepts of which no more than these are named in a refusal. */
const maxNamed = 20;

function assertThere(selected: readonly string[], version: ModelVersion): void {
  const there = conceptsOfVersion(version);
  const unknown = selected.filter(
    (asked) => !there.some(({ id, name }) => id === asked || name === asked),
  );
  if (unknown.length === 0) return;
  const more = there.length > maxNamed ? `, … (${there.length} in all)` : '';
  const has = named(there.map(({ id }) => id)) + more;
  throw fail(
    'modelInvalidArgument',
    `select_concepts names ${named(unknown)}, which version '${version.id}' does not have; it has ${there.length === 0 ? 'no concepts' : has}`,
  );
}

function named(ids: readonly string[]): string {
  return ids
    .slice(0, maxNamed)
    .map((id) => `'${id}'`)
    .join(', ');
}

function nonZero(config: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== 0));
}

/** Concepts, or their ids alone. */
function idsIn(value: Json | undefined): string[] {
  const entries = Array.isArray(value) ? (value as readonly Json[]) : [];
  return entries.flatMap((entry) => {
    const id = typeof entry === 'string' ? entry : (entry as { id?: string } | null)?.id;
    return id === undefined ? [] : [id];
  });
}
