import * as z from 'zod';
import { findAnswering } from '../../../model/answering-version.ts';
import type { PromotionMove } from '../../../model/promotion/promotion.ts';
import { getModel } from '../../../model/version-store.ts';
import { movePromotion } from '../../../training/gate/move-promotion.ts';
import { movesOf } from '../../../training/gate/promotion-writes.ts';
import { idSchema } from '../../http/ids.ts';
import { pagedQuery } from '../../http/paging.ts';
import { paging } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';

/** Longest reason that is kept, characters. */
const maxReason = 500;

const newPromotion = z.strictObject({
  promotion: z.strictObject({
    versionId: idSchema,
    reason: z.string().trim().min(1, 'say why, for whoever looks at it later').max(maxReason),
    expectedVersionId: idSchema.optional(),
  }),
});

/** Which version answers, and each move of that, the newest first. */
async function list(call: RequestContext): Promise<Answer<'ListPromotions'>> {
  const scope = await scopeOf(call);
  const { value: model } = await getModel(call.deps.table, scope, param(call, 'model_id'));
  const answering = await findAnswering(call.deps.table, scope, model);
  const promotions = await pagedQuery<PromotionMove>(call, movesOf(scope, model.id));
  return { ...(answering ? { promoted_version_id: answering.id } : {}), promotions };
}

async function post(call: RequestContext): Promise<Answer<'PostPromotion'>> {
  const scope = await scopeOf(call);
  const { versionId, reason, expectedVersionId } = parse(newPromotion, call.body).promotion;
  const asked = {
    ...{ scope, modelId: param(call, 'model_id'), versionId, reason },
    ...(expectedVersionId === undefined ? {} : { expectedVersionId }),
    by: call.identity.userId,
  };
  return { promotion: await movePromotion(asked, call.deps) };
}

/** Which version of a model answers predictions: an extension. */
export const promotionRoutes: readonly Route[] = [
  {
    operation: 'ListPromotions',
    method: 'GET',
    path: '/models/:model_id/promotions',
    under: 'app',
    query: paging,
    handle: list,
  },
  {
    operation: 'PostPromotion',
    method: 'POST',
    path: '/models/:model_id/promotions',
    under: 'app',
    body: newPromotion,
    refusesUnread: true,
    handle: post,
  },
];
