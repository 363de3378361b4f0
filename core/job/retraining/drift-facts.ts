import { findModelType } from '../../catalog/catalog.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import { DeeptuneError } from '../../errors.ts';
import { readAnswers } from '../../evaluation/answered-rows.ts';
import type { LoadableVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { PredictorInput } from '../../ports/predictor.ts';
import { predict } from '../../prediction/predict.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import type { ContentFacts } from '../../training/schedule/decide-retraining.ts';
import type { TopAnswer } from '../../training/schedule/prediction-drift.ts';
import { leastAnswers, predictionDrift } from '../../training/schedule/prediction-drift.ts';

type Uses = Pick<Dependencies, 'objects' | 'predictor' | 'settings'>;

/** Of the pictures together: they are in memory until they are answered. */
const maxBytes = 32_000_000;

/**
 * How far what a version says of new inputs is from what it said of its evaluation set. What cannot
 * be asked is a note: nothing is guessed.
 */
export async function driftFacts(
  version: LoadableVersion | undefined,
  sample: readonly ManifestRow[],
  deps: Uses,
): Promise<Pick<ContentFacts, 'drift' | 'notes'>> {
  if (!version) return { notes: ['the model has no version that could be asked'] };
  if (sample.length < leastAnswers)
    return {
      notes: [`${sample.length} new inputs are too few to compare, ${leastAnswers} are not`],
    };
  try {
    const reference = await referenceOf(version, deps);
    if (reference.length < leastAnswers)
      return {
        notes: [`version '${version.id}' has ${reference.length} answers to its evaluation set`],
      };
    const answers = await answersTo(version, sample, deps);
    const score = predictionDrift(reference, answers);
    if (score === undefined)
      return { notes: [`only ${answers.length} of ${sample.length} new inputs were answered`] };
    return { drift: { sample: answers.length, reference: reference.length, score } };
  } catch (error) {
    if (!(error instanceof DeeptuneError)) throw error;
    return { notes: [`version '${version.id}' could not be asked: ${error.message}`] };
  }
}

async function referenceOf(
  { scope, id }: LoadableVersion,
  { objects }: Uses,
): Promise<TopAnswer[]> {
  const key = jobKeys.heldOut(objectKeys.versionPrefix(scope, id));
  const answered = await readAnswers(objects, key);
  return (answered?.rows ?? []).flatMap(({ output }) => (output ? topAnswer(output) : []));
}

async function answersTo(
  version: LoadableVersion,
  sample: readonly ManifestRow[],
  deps: Uses,
): Promise<TopAnswer[]> {
  const { inputField } = findModelType(version.modelTypeId);
  const inputs: PredictorInput[] = [];
  let bytes = 0;
  for (const row of sample) {
    const input = await inputOf(version, row, deps);
    if (!input || !(inputField in input)) continue;
    bytes += 'image' in input ? input.image.length : 0;
    if (bytes > maxBytes) break;
    inputs.push(input);
  }
  const config = { maxConcepts: 1, minValue: 0, detectionThreshold: 0, selectConcepts: [] };
  const outputs = await predict(version, { inputs, config }, deps);
  return outputs.flatMap((output) => ('error' in output ? [] : topAnswer(output)));
}

async function inputOf(
  { scope }: LoadableVersion,
  { object, text }: ManifestRow,
  { objects }: Uses,
): Promise<PredictorInput | undefined> {
  if (object === null) return text === null ? undefined : { text };
  const image = await objects.get(objectKeys.input(scope, object));
  return image && { image };
}

interface Said {
  readonly concepts?: readonly Concept[];
  readonly regions?: readonly { readonly concepts: readonly Concept[] }[];
}
type Concept = { readonly id: string; readonly value: number };

/** The concept with the highest value, of the input or its regions; none: it says no concepts. */
function topAnswer(output: object): TopAnswer[] {
  const { concepts, regions } = output as Said;
  if (!concepts && !regions) return [];
  const all = [...(concepts ?? []), ...(regions ?? []).flatMap((region) => region.concepts)];
  const [top] = all.toSorted((a, b) => b.value - a.value);
  return [top ? { conceptId: top.id, value: top.value } : { conceptId: null, value: 0 }];
}
