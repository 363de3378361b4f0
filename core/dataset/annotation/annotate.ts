import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { NewRegion } from '../input/new-input.ts';
import type { Annotation, ConceptValue, Input, Labels } from '../record/input.ts';
import { annotationsOf, patchLabels } from '../record/labels.ts';
import type { InputAnnotation, LabelPatch } from '../record/labels.ts';
import { storedLabels, withLabels } from '../input/patch-input.ts';
import { changeInput, getInput, getInputs } from '../record/store-input.ts';

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

/**
 * Labels inputs, once it is sure that all are there.
 * @returns the annotations, in order
 * @throws DeeptuneError does-not-exist (then nothing is changed), already-exists for an id that
 *   the input has
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
      (input) => withNew(input, scope, { ...newAnnotation(annotation, scope, deps), id }, labels),
      deps,
    );
    results.push(findAnnotation(changed, scope, id));
  }
  return results;
}

type Unlabelled = Omit<Annotation, keyof Labels>;

function newAnnotation(
  { status, info, taskId }: NewAnnotation,
  { userId }: Scope,
  deps: Pick<Dependencies, 'now'>,
): Omit<Unlabelled, 'id'> {
  const at = deps.now();
  return { status, userId, info, ...(taskId ? { taskId } : {}), createdAt: at, modifiedAt: at };
}

/** What an input says itself is merged with what it says already, as a patch does. */
function withNew(input: Input, scope: Scope, added: Unlabelled, labels: LabelPatch): Input {
  if (added.id === input.id) return withLabels(input, patchLabels(own(input), labels, 'merge'));
  if (annotationsOf(input, scope.userId).some(({ id }) => id === added.id))
    throw fail('alreadyExists', `Annotation '${added.id}' already exists; choose another id`);
  const { concepts, regions } = labels;
  return { ...input, annotations: [...(input.annotations ?? []), { ...added, concepts, regions }] };
}

/** @throws DeeptuneError does-not-exist */
export async function getAnnotation(
  scope: Scope,
  ref: AnnotationRef,
  deps: Pick<Dependencies, 'table'>,
): Promise<InputAnnotation> {
  return findAnnotation(await getInput(scope, ref.inputId, deps), scope, ref.annotationId);
}

/** @throws DeeptuneError does-not-exist */
export function findAnnotation(input: Input, { userId }: Scope, id: string): InputAnnotation {
  const found = annotationsOf(input, userId).find((annotation) => annotation.id === id);
  if (!found)
    throw fail('doesNotExist', `Annotation '${id}' of input '${input.id}' does not exist`);
  return found;
}

function own(input: Input): Labels {
  return { concepts: input.concepts, regions: input.regions ?? [] };
}
