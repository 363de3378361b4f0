import { findModelType, modelTypes } from '../../../catalog/catalog.ts';
import { defaultHyperparameters } from '../../../catalog/hyperparameters/hyperparameters.ts';
import { modelTypeToWire } from './model-type-wire.ts';
import type { HostFacts } from './model-type-wire.ts';
import { rateCardOf } from '../../../billing/rating/rate-card-store.ts';
import { rateOf } from '../../../billing/rating/rate-of.ts';
import { allowedInstanceTypes } from '../../../job/request/instance.ts';
import { servingNote } from '../../../model/serving.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param } from '../../http/request-context.ts';
import { paged } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { Route } from '../../http/route.ts';

async function factsOf({ deps, identity }: RequestContext): Promise<HostFacts> {
  const { settings } = deps;
  const card = await rateCardOf(identity.userId, deps);
  const rate = (instanceType: string) => rateOf(instanceType, card, settings.instanceType);
  return {
    instanceTypes: allowedInstanceTypes(settings),
    microsPerHourOf: (instanceType) => rate(instanceType).microsPerHour,
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
    handle: async (call) => {
      const facts = await factsOf(call);
      return { model_types: paged(call, modelTypes).map((type) => modelTypeToWire(type, facts)) };
    },
  },
  {
    operation: 'GetModelType',
    method: 'GET',
    path: '/models/types/:model_type_id',
    under: 'app',
    handle: async (call) => ({
      model_type: modelTypeToWire(findModelType(param(call, 'model_type_id')), await factsOf(call)),
    }),
  },
];
