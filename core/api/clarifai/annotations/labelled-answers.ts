import type { JsonObject } from '../../../json.ts';
import type { Labelled } from '../../../dataset/concept-names.ts';
import { namesOfRenamed, withNames } from '../../../dataset/concept-names.ts';
import type { Input } from '../../../dataset/input/input.ts';
import { allConcepts } from '../../../dataset/input/input.ts';
import type { InputAnnotation } from '../../../dataset/annotation/labels.ts';
import type { Scope } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { annotationToWire } from './annotation-wire.ts';
import { inputToWire } from '../inputs/input-wire.ts';

/* Labels are answered under the names that their concepts have now: one read for all that a request answers, none where nothing is labelled. */

export async function answerInputs(
  inputs: readonly Input[],
  scope: Scope,
  deps: RequestContext['deps'],
): Promise<JsonObject[]> {
  return (await named(inputs, scope, deps)).map((input) => inputToWire(input, scope));
}

export async function answerAnnotations(
  annotations: readonly InputAnnotation[],
  scope: Scope,
  deps: RequestContext['deps'],
): Promise<JsonObject[]> {
  const all = await named(annotations, scope, deps);
  return all.map((annotation) => annotationToWire(annotation, scope));
}

async function named<T extends Labelled>(
  items: readonly T[],
  scope: Scope,
  deps: RequestContext['deps'],
): Promise<readonly T[]> {
  if (items.every((item) => allConcepts(item).length === 0)) return items;
  const names = await namesOfRenamed(scope, deps);
  return items.map((item) => withNames(item, names));
}
