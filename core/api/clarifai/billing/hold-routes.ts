import * as z from 'zod';
import { listHolds } from '../../../billing/hold.ts';
import type { Hold } from '../../../billing/hold.ts';
import {
  chargeHold,
  chargeMicrosOf,
  needsReview,
  voidHold,
} from '../../../billing/review/review.ts';
import type { Hold as HoldWire } from '../../wire/messages.ts';
import { paged } from '../../http/paging.ts';
import { flag, paging } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, userOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { appAsked } from './app-asked.ts';

/** What is set aside, the oldest first; with `review=true` only what an operator must end. */
async function list(call: RequestContext): Promise<Answer<'ListHolds'>> {
  const onlyReviewed = flag(call, 'review');
  const all = await listHolds(call.deps.table, userOf(call));
  const appId = await appAsked(call, (id) => all.some((hold) => hold.appId === id));
  const holds = all
    .filter((hold) => appId === undefined || hold.appId === appId)
    .filter((hold) => !onlyReviewed || needsReview(hold))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  return { holds: paged(call, holds).map((hold) => holdToWire(userOf(call), hold)) };
}

function holdToWire(userId: string, hold: Hold): HoldWire {
  const { versionId: jobId, appId, modelId, amountMicros, createdAt, quoteId } = hold;
  return {
    ...{ jobId, userId, amountMicros, createdAt, review: needsReview(hold) },
    ...(appId === undefined ? {} : { appId }),
    ...(modelId === undefined ? {} : { modelId }),
    ...(quoteId === undefined ? {} : { quoteId }),
    ...(needsReview(hold) ? reviewToWire(hold) : {}),
  };
}

function reviewToWire(hold: Parameters<typeof chargeMicrosOf>[0]): Partial<HoldWire> {
  const { kind = 'train', versionId, trainingJobName } = hold.reviewUsage;
  return {
    reviewReason: hold.reviewReason,
    chargeMicros: chargeMicrosOf(hold),
    ...{ kind, versionId, trainingJobName },
  };
}

/** Gives a hold back that an operator must end: nothing is charged. */
async function giveBack(call: RequestContext): Promise<Answer<'VoidHold'>> {
  const userId = userOf(call);
  const hold = await voidHold(userId, param(call, 'job_id'), call.deps);
  return { hold: { ...holdToWire(userId, hold), chargedMicros: 0 } };
}

const bodySchema = z.strictObject({
  hold: z.strictObject({ amountMicros: z.int().min(0).optional() }).optional(),
});

/** Charges for one: what was kept, or less. */
async function charge(call: RequestContext): Promise<Answer<'ChargeHold'>> {
  const userId = userOf(call);
  const jobId = param(call, 'job_id');
  const { hold: asked } = parse(bodySchema, call.body ?? {});
  const amountMicros = asked?.amountMicros;
  const hold = await chargeHold(userId, { jobId, amountMicros }, call.deps);
  const chargedMicros = amountMicros ?? chargeMicrosOf(hold);
  return { hold: { ...holdToWire(userId, hold), chargedMicros } };
}

/** What is set aside for jobs, and how an operator ends what no job ends. */
export const holdRoutes: readonly Route[] = [
  {
    operation: 'ListHolds',
    method: 'GET',
    path: '/billing/holds',
    under: 'user',
    isForAnyTenant: true,
    query: { ...paging, review: 'flag' },
    handle: list,
  },
  {
    operation: 'VoidHold',
    method: 'POST',
    path: '/billing/holds/:job_id/void',
    under: 'user',
    isForAnyTenant: true,
    handle: giveBack,
  },
  {
    operation: 'ChargeHold',
    method: 'POST',
    path: '/billing/holds/:job_id/charge',
    under: 'user',
    body: bodySchema,
    refusesUnread: true,
    isForAnyTenant: true,
    handle: charge,
  },
];
