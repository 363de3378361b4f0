import { baseModelIds, modelTypes, templatesOf } from '../../../catalog/catalog.ts';
import { isStaged, stagingCommand } from '../../../job/request/base-model.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';

/**
 * The base models that templates name: which are staged, so that trainings can start from them,
 * and the command that stages the others.
 */
async function list({ deps }: RequestContext): Promise<Answer<'ListBaseModels'>> {
  const ids = baseModelIds();
  const staged = await Promise.all(ids.map((id) => isStaged(id, deps)));
  return {
    base_models: ids.map((id, at) => ({
      id,
      isStaged: staged[at] ?? false,
      templates: templatesFrom(id),
      stageCommand: stagingCommand(id, deps.settings),
    })),
  };
}

function templatesFrom(baseModelId: string): string[] {
  const templates = modelTypes.flatMap(templatesOf);
  const ids = templates.filter(({ baseModel }) => baseModel.id === baseModelId).map(({ id }) => id);
  return [...new Set(ids)];
}

/** An extension: Clarifai has no public counterpart. */
export const baseModelRoutes: readonly Route[] = [
  {
    operation: 'ListBaseModels',
    method: 'GET',
    path: '/base_models',
    under: 'app',
    handle: list,
  },
];
