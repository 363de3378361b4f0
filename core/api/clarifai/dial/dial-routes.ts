import * as z from 'zod';
import { DeeptuneError, fail } from '../../../errors.ts';
import { findDial } from '../../../job/request/dial/dial-candidate.ts';
import type { DialEnds } from '../../../job/request/dial/dial-candidate.ts';
import { planDial } from '../../../job/request/dial/plan-dial.ts';
import { dialRequest, startDial } from '../../../job/request/dial/start-dial.ts';
import { getModel } from '../../../model/version-store.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import type { AnsweredPoint } from '../../../training/dial/dial-file.ts';
import { flipsOf, measuredPoints } from '../../../training/dial/measured-points.ts';
import type { Judging } from '../../../training/dial/measured-points.ts';
import { gatePolicyOf } from '../../../training/gate/gate-policy.ts';
import { idempotencyKeyOf } from '../../http/idempotency-key.ts';
import { parameters, word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import type { DialPrice } from '../../wire/messages.ts';
import { versionAnswer, versionRefOf } from '../models/model-call.ts';

const dialBody = z.object({
  dial: z.object({
    weight: z.number(),
    shift: z.number().default(0),
    description: z.string().default(''),
    /** Micro-dollars. */
    max_price_micros: z.number().int().nonnegative().optional(),
  }),
});

async function get(call: RequestContext): Promise<Answer<'GetModelVersionDial'>> {
  const { ref, ends, judging } = await dialOf(call);
  const { parentVersionId, score } = ends.dial;
  const points = measuredPoints(ends.dial, judging);
  const price = await priceOf(ref, call);
  return { dial: { parentVersionId, score, points, ...(price ? { price } : {}) } };
}

async function dialOf(
  call: RequestContext,
): Promise<{ ref: VersionRef; ends: DialEnds; judging: Judging }> {
  const ref = await versionRefOf(call);
  const { value: model } = await getModel(call.deps.table, ref.scope, ref.modelId);
  const ends = await findDial(ref, call.deps);
  const { concepts } = ends.candidate.training;
  return { ref, ends, judging: { policy: gatePolicyOf(model), concepts } };
}

/**
 * What making a version of any point costs: none of them takes a step. Undefined where none can be
 * made any more; asking for one says why.
 */
async function priceOf(ref: VersionRef, call: RequestContext): Promise<DialPrice | undefined> {
  const order = dialRequest({ ref, weight: 1, shift: 0, description: '' });
  try {
    const { worked } = await planDial(order, call.deps);
    if (!worked) return undefined;
    const { amountMicros, maxAmountMicros, p50Seconds, p90Seconds } = worked.estimate;
    return { amountMicros, maxAmountMicros, p50Seconds, p90Seconds };
  } catch (error) {
    if (error instanceof DeeptuneError && error.fault === 'user') return undefined;
    throw error;
  }
}

async function flips(call: RequestContext): Promise<Answer<'ListDialFlips'>> {
  const { ends, judging } = await dialOf(call);
  const [weight, shift] = [numberOf(call, 'weight'), numberOf(call, 'shift')];
  const point = ends.dial.points.find((each) => isAt(each, { weight, shift }));
  if (!point) throw notMeasured({ weight, shift }, ends.dial.points);
  return { flips: [...flipsOf(ends.dial, point, judging)] };
}

type Place = Pick<AnsweredPoint, 'weight' | 'shift'>;

/** The parent is one point, whatever the shift: it has no new concepts. */
function isAt(point: Place, { weight, shift }: Place): boolean {
  return point.weight === weight && (weight === 0 || point.shift === shift);
}

function numberOf(call: RequestContext, name: 'weight' | 'shift'): number {
  const text = word(call, name) ?? (name === 'shift' ? '0' : '');
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw fail('invalidRequest', `Query parameter '${name}' is '${text.slice(0, 40)}', not a number`);
}

function notMeasured({ weight, shift }: Place, points: readonly AnsweredPoint[]): Error {
  const known = points.map((point) => `${point.weight}/${point.shift}`).join(', ');
  return fail(
    'invalidRequest',
    `No point of this dial has weight ${weight} and shift ${shift}; measured are (weight/shift) ${known}`,
  );
}

async function post(call: RequestContext): Promise<Answer<'PostDialVersion'>> {
  const ref = await versionRefOf(call);
  const {
    weight,
    shift,
    description,
    max_price_micros: maxPriceMicros,
  } = parse(dialBody, call.body).dial;
  const order = {
    ...{ ref, weight, shift, description },
    ...(maxPriceMicros === undefined ? {} : { maxPriceMicros }),
  };
  const idempotencyKey = idempotencyKeyOf(call);
  const requestHash = call.deps.sha256(JSON.stringify([ref, call.body]));
  const once = { requestHash, ...(idempotencyKey ? { idempotencyKey } : {}) };
  const version = await startDial(order, once, call.deps);
  return { model_version: await versionAnswer(version, call) };
}

const path = '/models/:model_id/versions/:version_id/dial';

/** The compatibility dial of a version: extensions. */
export const dialRoutes: readonly Route[] = [
  { operation: 'GetModelVersionDial', method: 'GET', path, under: 'app', handle: get },
  {
    operation: 'ListDialFlips',
    method: 'GET',
    path: `${path}/flips`,
    under: 'app',
    query: parameters('text', 'weight shift'),
    handle: flips,
  },
  {
    operation: 'PostDialVersion',
    method: 'POST',
    path,
    under: 'app',
    body: dialBody,
    isBilled: true,
    handle: post,
  },
];
