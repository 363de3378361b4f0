import type { JsonObject } from '../../json.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { NewRegion } from '../input/new-input.ts';
import { findAnnotation, getAnnotation } from './annotate.ts';
import type { AnnotationRef } from './annotate.ts';
import type { Annotation, ConceptValue, Input } from '../record/input.ts';
import { annotationsOf, patchLabels } from '../record/labels.ts';
import type { InputAnnotation, LabelPatch, PatchAction } from '../record/labels.ts';
import { patchMetadata } from '../input/patch-metadata.ts';
import { storedLabels, withLabels } from '../input/patch-input.ts';
import { changeInput } from '../record/store-input.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'now' | 'newId' | 'sha256'>;

/** What is to change; absent fields and empty lists are not meant. */
export interface AnnotationPatch extends AnnotationRef {
  readonly concepts: readonly ConceptValue[];
  readonly regions: readonly NewRegion[];
  readonly status?: number;
  readonly info: JsonObject;
}

/**
 * Changes annotations, once it is sure that all are there.
 * @param options.deletesEmpty true: one that a `remove` leaves without labels goes, unless it is
 *   what the input says itself
 * @throws DeeptuneError does-not-exist: then nothing is changed
 */
export async function patchAnnotations(
  scope: Scope,
  patches: readonly AnnotationPatch[],
  options: { action: PatchAction; deletesEmpty: boolean },
  deps: Uses,
): Promise<InputAnnotation[]> {
  for (const patch of patches) await getAnnotation(scope, patch, deps);
  const results: InputAnnotation[] = [];
  for (const patch of patches) {
    const labels = await storedLabels(scope, patch, options.action, deps);
    const at = deps.now();
    let result: InputAnnotation | undefined;
    await changeInput(
      scope,
      patch.inputId,
      (input) => {
        const old = findAnnotation(input, scope, patch.annotationId);
        result = { ...changed(old, { ...patch, labels }, options.action), modifiedAt: at };
        const isEmpty = result.concepts.length === 0 && result.regions.length === 0;
        const goes = options.deletesEmpty && options.action === 'remove' && isEmpty;
        return goes ? without(input, old.id) : replace(input, result);
      },
      deps,
    );
    if (result) results.push(result);
  }
  return results;
}

function changed(
  old: InputAnnotation,
  patch: AnnotationPatch & { labels: LabelPatch },
  action: PatchAction,
): InputAnnotation {
  return {
    ...old,
    ...patchLabels(old, patch.labels, action),
    info: patchMetadata(old.info, patch.info, action),
    status: patch.status ?? old.status,
  };
}

function replace(input: Input, annotation: InputAnnotation): Input {
  if (annotation.isInputLevel) return withLabels(input, annotation);
  const stored = storedForm(annotation);
  const annotations = (input.annotations ?? []).map((each) =>
    each.id === stored.id ? stored : each,
  );
  return { ...input, annotations };
}

/** What the input says itself cannot go while the input stays: it is emptied. */
function without(input: Input, annotationId: string): Input {
  if (annotationId === input.id) return withLabels(input, { concepts: [], regions: [] });
  const annotations = (input.annotations ?? []).filter(({ id }) => id !== annotationId);
  return withAnnotations(input, annotations);
}

function storedForm({
  inputId: _inputId,
  isInputLevel: _isInputLevel,
  ...stored
}: InputAnnotation): Annotation {
  return stored;
}

/** No annotations are no field. */
function withAnnotations(
  { annotations: _annotations, ...input }: Input,
  annotations: readonly Annotation[],
): Input {
  return annotations.length > 0 ? { ...input, annotations } : input;
}

/**
 * Deletes annotations of one input; without ids every one.
 * @throws DeeptuneError does-not-exist for an input or annotation that is not there: then nothing
 *   is changed
 */
export async function deleteAnnotations(
  scope: Scope,
  inputId: string,
  ids: readonly string[] | undefined,
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<void> {
  await changeInput(
    scope,
    inputId,
    (input) => {
      const named = ids ?? annotationsOf(input, scope.userId).map(({ id }) => id);
      named.forEach((id) => findAnnotation(input, scope, id));
      return named.reduce(without, input);
    },
    deps,
  );
}
