import { deleteModel, getModel, listModels } from './models.ts';
import type { OpenAiCall, OpenAiRoute } from '../open-ai-route.ts';
import { pathParameter } from '../open-ai-route.ts';

const idOf = (call: OpenAiCall) => pathParameter(call, 'model');

async function list({ scope, deps }: OpenAiCall) {
  return { object: 'list', data: await listModels(scope, deps) };
}

async function remove(call: OpenAiCall) {
  await deleteModel(call.scope, idOf(call), call.deps);
  return { id: idOf(call), object: 'model', deleted: true };
}

export const modelRoutes: readonly OpenAiRoute[] = [
  {
    id: 'listModels',
    method: 'GET',
    path: '/models',
    operation: 'ListModels',
    answer: 'OpenAiModelList',
    handle: list,
  },
  {
    id: 'retrieveModel',
    method: 'GET',
    path: '/models/:model',
    operation: 'GetModel',
    answer: 'OpenAiModel',
    handle: (call) => getModel(call.scope, idOf(call), call.deps),
  },
  {
    id: 'deleteModel',
    method: 'DELETE',
    path: '/models/:model',
    operation: 'DeleteModelVersion',
    answer: 'OpenAiDeleted',
    handle: remove,
  },
];
