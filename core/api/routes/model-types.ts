import { findModelType, modelTypes } from '../../catalog/catalog.ts';
import { defaultHyperparameters } from '../../catalog/hyperparameters.ts';
import { modelTypeToWire } from '../../catalog/wire.ts';
import type { HostFacts } from '../../catalog/wire.ts';
import { allowedInstanceTypes } from '../../training/instance.ts';
import { servingNote } from '../../training/serving.ts';
import type { Call } from '../call.ts';
import { param } from '../call.ts';
import { paged } from '../paging.ts';
import { paging } from '../query-values.ts';
import type { Route } from '../route.ts';

function factsOf({ deps: { settings } }: Call): HostFacts {
  return {
    instanceTypes: allowedInstanceTypes(settings),
    noteOf: ({ id: modelTypeId }, template) =>
      servingNote(
        { modelTypeId, template, hyperparameters: defaultHyperparameters(template) },
        settings,
      ),
  };
}

export const modelTypeRoutes: readonly Route[] = [
  {
    operation: 'ListModelTypes',
    method: 'GET',
    path: '/models/types',
    under: 'app',
    query: paging,
    handle: (call) => ({
      model_types: paged(call, modelTypes).map((type) => modelTypeToWire(type, factsOf(call))),
    }),
  },
  {
    operation: 'GetModelType',
    method: 'GET',
    path: '/models/types/:model_type_id',
    under: 'app',
    handle: (call) => ({
      model_type: modelTypeToWire(findModelType(param(call, 'model_type_id')), factsOf(call)),
    }),
  },
];
