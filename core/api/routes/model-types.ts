import { findModelType, modelTypes } from '../../catalog/catalog.ts';
import { modelTypeToWire } from '../../catalog/wire.ts';
import { param } from '../call.ts';
import { paged } from '../paging.ts';
import { paging } from '../query-values.ts';
import type { Route } from '../route.ts';

export const modelTypeRoutes: readonly Route[] = [
  {
    operation: 'ListModelTypes',
    method: 'GET',
    path: '/models/types',
    under: 'app',
    query: paging,
    handle: (call) => ({ model_types: paged(call, modelTypes).map(modelTypeToWire) }),
  },
  {
    operation: 'GetModelType',
    method: 'GET',
    path: '/models/types/:model_type_id',
    under: 'app',
    handle: (call) => ({
      model_type: modelTypeToWire(findModelType(param(call, 'model_type_id'))),
    }),
  },
];
