import type { Labelled } from '../../../dataset/concept/concept-names.ts';
import { namesOfRenamed, withNames } from '../../../dataset/concept/concept-names.ts';
import type { Input } from '../../../dataset/record/input.ts';
import { allConcepts } from '../../../dataset/record/input.ts';
import type { InputAnnotation } from '../../../dataset/record/labels.ts';
import type { Scope } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { annotationToWire } from './annotation-wire.ts';
import { inputToWire } from '../inputs/input-wire.ts';
import type { Annotation, Input as InputMessage } from '../../wire/messages.ts';

/*
 * Labels are answered under the names that their concepts have now: one read for all that a request
 * answers, none where nothing is labelled.
 */

type Call = Pick<RequestContext, 'deps' | 'origin'>;

export async function answerInputs(
  inputs: readonly Input[],
  scope: Scope,
  { deps, origin }: Call,
): Promise<InputMessage[]> {
  return (await named(inputs, scope, deps)).map((input) => inputToWire(input, scope, origin));
}

/** One input, as `answerInputs` answers several. */
export async function answerInput(
  input: Input,
  scope: Scope,
  { deps, origin }: Call,
): Promise<InputMessage> {
  const [labelled = input] = await named([input], scope, deps);
  return inputToWire(labelled, scope, origin);
}

export async function answerAnnotations(
  annotations: readonly InputAnnotation[],
  scope: Scope,
  deps: RequestContext['deps'],
): Promise<Annotation[]> {
  const all = await named(annotations, scope, deps);
  return all.map((annotation) => annotationToWire(annotation, scope));
}

/** One annotation, as `answerAnnotations` answers several. */
export async function answerAnnotation(
  annotation: InputAnnotation,
  scope: Scope,
  deps: RequestContext['deps'],
): Promise<Annotation> {
  const [labelled = annotation] = await named([annotation], scope, deps);
  return annotationToWire(labelled, scope);
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
