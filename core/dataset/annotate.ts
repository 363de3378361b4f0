import type { JsonObject } from '../catalog/model-type.ts';
import { fail } from '../errors.ts';
import type { Scope } from '../ports/keys.ts';
import type { Dependencies } from '../training/dependencies.ts';
import type { NewRegion } from './add-inputs.ts';
import type { Annotation, ConceptValue, Input, Labels } from './input.ts';
import { annotationsOf, patchLabels } from './labels.ts';
import type { InputAnnotation, PatchAction } from './labels.ts';
import { patchMetadata } from './patch-metadata.ts';
import { storedLabels, withLabels } from './patch-input.ts';
import { changeInput, getInput, getInputs } from './store-input.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'now' | 'newId' | 'sha256'>;

/** What names an annotation; the input's own id names what the input says itself. */
export interface AnnotationRef {
  readonly inputId: string;
  readonly annotationId: string;
}

export interface NewAnnotation {
  readonly inputId: string;
  /** Absent: we choose one. */
  readonly id?: string;
  /** True: the labels become the input's own. */
  readonly isInputLevel: boolean;
  readonly concepts: readonly ConceptValue[];
  readonly regions: readonly NewRegion[];
  readonly status: number;
  readonly info: JsonObject;
  readonly taskId?: string;
}

/** What is to change; absent fields and empty lists are not meant. */
export interface AnnotationPatch extends AnnotationRef {
  readonly concepts: readonly ConceptValue[];
  readonly regions: readonly NewRegion[];
  readonly status?: number;
  readonly info: JsonObject;
}

/**
 * Labels inputs, once it is sure that all are there.
 * @returns the annotations, in order
 * @throws DeeptuneError does-not-exist (then nothing is changed), already-exists for an id that the input has
 */
export async function addAnnotations(
  scope: Scope,
  added: readonly NewAnnotation[],
  deps: Uses,
): Promise<InputAnnotation[]> {
  await getInputs(
    scope,
    added.map(({ inputId }) => inputId),
    deps,
  );
  const results: InputAnnotation[] = [];
  for (const annotation of added) {
    const id = annotation.isInputLevel ? annotation.inputId : (annotation.id ?? deps.newId());
    const labels = await storedLabels(scope, annotation, 'merge', deps);
    const changed = await changeInput(
      scope,
      annotation.inputId,
      (input) =>
        withNew(input, scope, { ...newAnnotation(annotation, scope, deps), ...labels, id }),
      deps,
    );
    results.push(find(changed, scope, id));
  }
  return results;
}

function newAnnotation(
  { status, info, taskId }: NewAnnotation,
  { userId }: Scope,
  deps: Pick<Dependencies, 'now'>,
): Omit<Annotation, 'id' | keyof Labels> {
  const at = deps.now();
  return { status, userId, info, ...(taskId ? { taskId } : {}), createdAt: at, modifiedAt: at };
}

function withNew(input: Input, scope: Scope, added: Annotation): Input {
  if (added.id === input.id) return withLabels(input, patchLabels(own(input), added, 'merge'));
  if (annotationsOf(input, scope.userId).some(({ id }) => id === added.id))
    throw fail('alreadyExists', `Annotation '${added.id}' already exists; choose another id`);
  return { ...input, annotations: [...(input.annotations ?? []), added] };
}

/** @throws DeeptuneError does-not-exist */
export async function getAnnotation(
  scope: Scope,
  ref: AnnotationRef,
  deps: Pick<Dependencies, 'table'>,
): Promise<InputAnnotation> {
  return find(await getInput(scope, ref.inputId, deps), scope, ref.annotationId);
}

function find(input: Input, { userId }: Scope, id: string): InputAnnotation {
  const found = annotationsOf(input, userId).find((annotation) => annotation.id === id);
  if (!found)
    throw fail('doesNotExist', `Annotation '${id}' of input '${input.id}' does not exist`);
  return found;
}

/**
 * Changes annotations, once it is sure that all are there.
 * @param options.deletesEmpty true: one that a `remove` leaves without labels goes, unless it is what the input says itself
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
        const old = find(input, scope, patch.annotationId);
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
  patch: AnnotationPatch & { labels: Labels },
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
 * @throws DeeptuneError does-not-exist for an input or annotation that is not there: then nothing is changed
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
      named.forEach((id) => find(input, scope, id));
      return named.reduce(without, input);
    },
    deps,
  );
}

function own(input: Input): Labels {
  return { concepts: input.concepts, regions: input.regions ?? [] };
}
