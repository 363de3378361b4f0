import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import { pathsOf } from '../../../../core/api/http/route.ts';
import { bindings } from '../../../proto/published-api.ts';

/** What a training service serves of models, versions, predictions and evaluations. */
const operations =
  `ListModelTypes GetModelType PostModels GetModel GetModelOutputInfo ListModels PostModelsSearches PatchModels DeleteModel
  DeleteModels ListModelConcepts ListModelInputs PostModelVersions GetModelVersion ListModelVersions PatchModelVersions DeleteModelVersion
  PostModelVersionsTrainingTimeEstimate PutModelVersionExports GetModelVersionExport PostModelOutputs PostModelVersionMetrics
  GetModelVersionMetrics PostModelVersionEvaluations ListModelVersionEvaluations GetModelVersionEvaluation PostEvaluations ListEvaluations
  GetEvaluation`.split(/\s+/);

const served = new Set(
  allRoutes.flatMap((route) =>
    pathsOf(route).map((path) => `${route.operation} ${route.method} ${shape(path)}`),
  ),
);

/** A path with every parameter alike. */
function shape(path: string): string {
  return path.replaceAll(/\{[^}]*\}|:[a-z_]+/g, '*');
}

test.each(operations)('%s is served on every path that is published for it', (operation) => {
  const published = bindings
    .filter((each) => each.operation === operation && !each.path.includes('deployment'))
    .map(({ method, path }) => `${operation} ${method} ${shape(path)}`);

  expect(published).not.toEqual([]);
  expect(published.filter((path) => !served.has(path))).toEqual([]);
});
