import * as z from 'zod';
import { addAnnotations, getAnnotation } from '../../../dataset/annotation/annotate.ts';
import {
  deleteAnnotations,
  patchAnnotations,
} from '../../../dataset/annotation/change-annotations.ts';
import { assertPairs } from './annotation-pairs.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { answerAnnotation, answerAnnotations } from './labelled-answers.ts';
import type { Answer, Route } from '../../http/route.ts';
import { annotationPatches, newAnnotations } from './annotation-wire.ts';

async function post(call: RequestContext): Promise<Answer<'PostAnnotations'>> {
  const scope = await scopeOf(call);
  const { annotations } = parse(newAnnotations, call.body);
  const added = await addAnnotations(scope, annotations, call.deps);
  return { annotations: await answerAnnotations(added, scope, call) };
}

async function get(call: RequestContext): Promise<Answer<'GetAnnotation'>> {
  const scope = await scopeOf(call);
  const found = await getAnnotation(scope, refOf(call), call.deps);
  return { annotation: await answerAnnotation(found, scope, call) };
}

async function patch(call: RequestContext): Promise<Answer<'PatchAnnotations'>> {
  const scope = await scopeOf(call);
  const {
    annotations,
    action,
    delete_if_empty_data: deletesEmpty,
  } = parse(annotationPatches, call.body);
  const changed = await patchAnnotations(scope, annotations, { action, deletesEmpty }, call.deps);
  return { annotations: await answerAnnotations(changed, scope, call) };
}

async function removeOne(call: RequestContext): Promise<Answer<'DeleteAnnotation'>> {
  const scope = await scopeOf(call);
  const { inputId, annotationId } = refOf(call);
  await deleteAnnotations(scope, inputId, [annotationId], call.deps);
  return {};
}

const deletion = z.object({
  ids: z.array(z.string()).max(128).default([]),
  input_ids: z.array(z.string()).max(128).default([]),
});

/**
 * Pairs of id and input id; input ids alone: everything that is said about them; neither: nothing.
 */
async function remove(call: RequestContext): Promise<Answer<'DeleteAnnotations'>> {
  const scope = await scopeOf(call);
  const { ids, input_ids: inputIds } = parse(deletion, call.body);
  if (ids.length > 0) assertPairs(ids, inputIds);
  for (const inputId of new Set(inputIds)) {
    const named = ids.filter((_, index) => inputIds[index] === inputId);
    await deleteAnnotations(scope, inputId, ids.length > 0 ? named : undefined, call.deps);
  }
  return {};
}

function refOf(call: RequestContext) {
  return { inputId: param(call, 'input_id'), annotationId: param(call, 'annotation_id') };
}

const all = { path: '/annotations', under: 'app' } as const;
const one = { path: '/inputs/:input_id/annotations/:annotation_id', under: 'app' } as const;

export const annotationRoutes: readonly Route[] = [
  { operation: 'PostAnnotations', method: 'POST', ...all, body: newAnnotations, handle: post },
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
