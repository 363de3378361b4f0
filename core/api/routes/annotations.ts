import * as z from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import { addAnnotations, getAnnotation } from '../../dataset/annotate.ts';
import { deleteAnnotations, patchAnnotations } from '../../dataset/change-annotations.ts';
import type { Input } from '../../dataset/input.ts';
import type { InputAnnotation } from '../../dataset/labels.ts';
import { annotationsOf } from '../../dataset/labels.ts';
import { eachInput } from '../../dataset/list-inputs.ts';
import { getInputs } from '../../dataset/store-input.ts';
import { fail } from '../../errors.ts';
import type { Scope } from '../../ports/keys.ts';
import type { Call } from '../call.ts';
import { param, parse, scopeOf } from '../call.ts';
import { pagedLazily } from '../paging.ts';
import { flag, paging, parameters, words } from '../query-values.ts';
import type { Route } from '../route.ts';
import { annotationStatusSchema } from '../status-names.ts';
import { annotationPatches, annotationToWire, newAnnotations } from '../wire/annotation-wire.ts';

async function post(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { annotations } = parse(newAnnotations, call.body);
  return { annotations: toWire(await addAnnotations(scope, annotations, call.deps), scope) };
}

async function get(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  return {
    annotation: annotationToWire(await getAnnotation(scope, refOf(call), call.deps), scope),
  };
}

async function list(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  flag(call, 'list_all_annotations'); // There are no untrusted ones; only nonsense is refused.
  const ids = words(call, 'ids');
  const inputIds = words(call, 'input_ids');
  if (ids.length > 0 && inputIds.length > 0) assertPairs(ids, inputIds);
  const inputs =
    inputIds.length > 0
      ? await getInputs(scope, [...new Set(inputIds)], call.deps)
      : eachInput(scope, call.deps);
  const meets = filterOf(call);
  const found = annotationsAmong(
    inputs,
    scope.userId,
    (each) => (ids.length === 0 || isNamed(each, ids, inputIds)) && meets(each),
  );
  return { annotations: toWire(await pagedLazily(call, found), scope) };
}

async function* annotationsAmong(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  userId: string,
  meets: (annotation: InputAnnotation) => boolean,
): AsyncGenerator<InputAnnotation> {
  for await (const input of inputs) yield* annotationsOf(input, userId).filter(meets);
}

/** With input ids, id and input id at the same place name an annotation together. */
function isNamed(
  { id, inputId }: InputAnnotation,
  ids: readonly string[],
  inputIds: readonly string[],
): boolean {
  return ids.some(
    (each, index) => each === id && (inputIds.length === 0 || inputIds[index] === inputId),
  );
}

function filterOf(call: Call): (annotation: InputAnnotation) => boolean {
  const users = words(call, 'user_ids');
  // Models and workflows do not label here: asking for theirs alone finds nothing.
  const others = ['model_version_ids', 'workflow_version_ids'].flatMap((name) => [
    ...words(call, name),
  ]);
  const statuses = [...words(call, 'statuses'), ...words(call, 'statuses.code')].map((code) =>
    parse(annotationStatusSchema, code),
  );
  const [taskId] = words(call, 'task_id');
  return ({ userId, status, taskId: own }) =>
    (users.length + others.length === 0 || users.includes(userId)) &&
    (statuses.length === 0 || statuses.includes(status)) &&
    (taskId === undefined || taskId === own);
}

async function patch(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const {
    annotations,
    action,
    delete_if_empty_data: deletesEmpty,
  } = parse(annotationPatches, call.body);
  const changed = await patchAnnotations(scope, annotations, { action, deletesEmpty }, call.deps);
  return { annotations: toWire(changed, scope) };
}

async function removeOne(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { inputId, annotationId } = refOf(call);
  await deleteAnnotations(scope, inputId, [annotationId], call.deps);
  return {};
}

const deletion = z.object({
  ids: z.array(z.string()).max(128).default([]),
  input_ids: z.array(z.string()).max(128).default([]),
});

/** Pairs of id and input id; input ids alone: everything that is said about them; neither: nothing. */
async function remove(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const { ids, input_ids: inputIds } = parse(deletion, call.body);
  if (ids.length > 0) assertPairs(ids, inputIds);
  for (const inputId of new Set(inputIds)) {
    const named = ids.filter((_, index) => inputIds[index] === inputId);
    await deleteAnnotations(scope, inputId, ids.length > 0 ? named : undefined, call.deps);
  }
  return {};
}

function assertPairs(ids: readonly string[], inputIds: readonly string[]): void {
  if (ids.length === inputIds.length) return;
  throw fail(
    'invalidRequest',
    `${ids.length} ids and ${inputIds.length} input_ids: give the input id of each annotation, in the same order`,
  );
}

function refOf(call: Call) {
  return { inputId: param(call, 'input_id'), annotationId: param(call, 'annotation_id') };
}

function toWire(annotations: readonly InputAnnotation[], scope: Scope): JsonObject[] {
  return annotations.map((annotation) => annotationToWire(annotation, scope));
}

const listQuery = {
  ...paging,
  ...parameters('flag', 'list_all_annotations'),
  ...parameters('texts', 'ids input_ids user_ids model_version_ids workflow_version_ids'),
  ...parameters('texts', 'statuses statuses.code'),
  ...parameters('text', 'task_id'),
};
const all = { path: '/annotations', under: 'app' } as const;
const one = { path: '/inputs/:input_id/annotations/:annotation_id', under: 'app' } as const;

export const annotationRoutes: readonly Route[] = [
  { operation: 'PostAnnotations', method: 'POST', ...all, body: newAnnotations, handle: post },
  { operation: 'ListAnnotations', method: 'GET', ...all, query: listQuery, handle: list },
  {
    operation: 'PatchAnnotations',
    method: 'PATCH',
    ...all,
    body: annotationPatches,
    handle: patch,
  },
  { operation: 'DeleteAnnotations', method: 'DELETE', ...all, body: deletion, handle: remove },
  {
    operation: 'DeleteAnnotations',
    method: 'DELETE',
    path: '/inputs/annotations',
    under: 'app',
    body: deletion,
    handle: remove,
  },
  { operation: 'GetAnnotation', method: 'GET', ...one, handle: get },
  { operation: 'DeleteAnnotation', method: 'DELETE', ...one, handle: removeOne },
];
