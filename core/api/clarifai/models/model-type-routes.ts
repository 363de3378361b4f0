import { findModelType, modelTypes } from '../../../catalog/catalog.ts';
import { defaultHyperparameters } from '../../../catalog/hyperparameters/hyperparameters.ts';
import { modelTypeToWire } from './model-type-wire.ts';
import type { HostFacts } from './model-type-wire.ts';
import { allowedInstanceTypes, rateOf } from '../../../job/request/instance.ts';
import { servingNote } from '../../../model/serving.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { Route } from '../../http/route.ts';

function factsOf({ deps: { settings } }: RequestContext): HostFacts {
  return {
    instanceTypes: allowedInstanceTypes(settings),
    microsPerHourOf: (instanceType) => rateOf(instanceType, settings).microsPerHour,
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
