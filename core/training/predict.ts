import type { JsonObject } from '../catalog/model-type.ts';
import { fail } from '../errors.ts';
import { objectKeys, trainingJobName } from '../ports/keys.ts';
import type { PredictorInput, PredictorOutput } from '../ports/predictor.ts';
import type { ModelVersion } from '../version/model-version.ts';
import { isLoadable } from '../version/model-version.ts';
import type { Dependencies } from './dependencies.ts';

/** How many concepts come back, and which. */
export interface OutputConfig {
  /** 0 means 20 (Clarifai's rule). */
  readonly maxConcepts: number;
  readonly minValue: number;
  /** Ids or names; empty: all. */
  readonly selectConcepts: readonly string[];
}

/**
 * Predicts with a trained version.
 * @returns one output per input, in order; concepts by value descending
 * @throws DeeptuneError version-not-trained, model-deploying, prediction-failed
 */
export async function predict(
  version: ModelVersion,
  request: { inputs: readonly PredictorInput[]; config: OutputConfig },
  deps: Pick<Dependencies, 'predictor'>,
): Promise<readonly PredictorOutput[]> {
  if (!isLoadable(version))
    throw fail(
      'versionNotTrained',
      `Model not yet trained: version '${version.id}' is ${version.status}`,
    );
  const jobName = version.settlement.trainingJobName ?? trainingJobName(version.id, 1);
  const artifact = {
    modelVersionId: version.id,
    prefix: objectKeys.exportPrefix(version.scope, version.id),
    archiveKey: objectKeys.archive(version.scope, version.id, jobName),
  };
  if (request.inputs.length === 0) return [];
  const outputs = await deps.predictor.predict(artifact, request.inputs);
  return outputs.map((output) =>
    'error' in output ? output : { concepts: choose(output.concepts, request.config) },
  );
}

type Concepts = Extract<PredictorOutput, { concepts: unknown }>['concepts'];

function choose(concepts: Concepts, config: OutputConfig): Concepts {
  const isSelected = (c: Concepts[number]) =>
    config.selectConcepts.length === 0 ||
    config.selectConcepts.includes(c.id) ||
    config.selectConcepts.includes(c.name);
  return concepts
    .filter((concept) => isSelected(concept) && concept.value >= config.minValue)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, config.maxConcepts || 20);
}

/** Output configuration: what the request says, else what the version was trained with, else Clarifai's defaults. */
export function outputConfigOf(version: ModelVersion, asked: Partial<OutputConfig>): OutputConfig {
  const own: JsonObject = version.inferenceParams;
  const number = (name: string) => (typeof own[name] === 'number' ? own[name] : undefined);
  return {
    maxConcepts: asked.maxConcepts ?? number('max_concepts') ?? 20,
    minValue: asked.minValue ?? number('min_value') ?? 0,
    selectConcepts: asked.selectConcepts ?? [],
  };
}
