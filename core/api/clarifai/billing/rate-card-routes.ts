import * as z from 'zod';
import { findInstanceType } from '../../../catalog/instance-types.ts';
import { configuredCard } from '../../../billing/rating/rate-card.ts';
import type { RateCard } from '../../../billing/rating/rate-card.ts';
import type { CardOwner } from '../../../billing/rating/rate-card-store.ts';
import {
  listCards,
  putCard,
  rateCardOf,
  withdrawCard,
} from '../../../billing/rating/rate-card-store.ts';
import { omit } from '../../../json.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, userOf } from '../../http/request-context.ts';
import { word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';

const levels = z.enum(['account', 'tenant']);

/** $1,000,000: more is a mistake in the unit. */
const micros = z.int().min(0).max(1_000_000_000_000);
const secondsOfMonth = 31 * 86_400;

/** Names that a rate is given for and no instance has. */
function unknownTypes(rates: unknown): string {
  return Object.keys(rates as object)
    .filter((name) => !findInstanceType(name))
    .join(', ');
}

const newCard = z.object({
  rate_card: z.object({
    /** `account`: of every tenant that has none of his own. */
    level: levels,
    microsPerHour: micros,
    ratesMicrosPerHour: z
      .record(z.string(), micros)
      .refine((rates) => Object.keys(rates).every((name) => findInstanceType(name)), {
        error: ({ input }) => `${unknownTypes(input)}: no instance type of the table`,
      })
      .optional(),
    freeSecondsPerMonth: z.int().min(0).max(secondsOfMonth).default(0),
    minimumMicrosPerJob: micros.default(0),
  }),
});

/**
 * The tenant's own cards and the account's, the newest first, then the configuration's, which
 * quotes may name too; and the one in force.
 */
async function list(call: RequestContext): Promise<Answer<'ListRateCards'>> {
  const userId = userOf(call);
  const { table, settings, sha256 } = call.deps;
  const cards = [
    ...(await listCards({ level: 'account' }, table)),
    ...(await listCards({ userId }, table)),
  ].sort((a, b) => ((a.createdAt ?? '') < (b.createdAt ?? '') ? 1 : -1));
  const all = [...cards, configuredCard(settings, sha256)];
  return { rate_cards: all.map(toWire), current: await current(call) };
}

async function put(call: RequestContext): Promise<Answer<'PutRateCard'>> {
  const { level, ratesMicrosPerHour, ...terms } = parse(newCard, call.body).rate_card;
  const rates = ratesMicrosPerHour === undefined ? {} : { ratesMicrosPerHour };
  const card = await putCard(ownerOf(call, level), { ...terms, ...rates }, call.deps);
  return { rate_card: toWire(card), current: await current(call) };
}

/** From now on there is none at this level: the next one counts. */
async function remove(call: RequestContext): Promise<Answer<'DeleteRateCard'>> {
  const { level } = parse(z.object({ level: levels }), { level: word(call, 'level') });
  await withdrawCard(ownerOf(call, level), call.deps);
  return { current: await current(call) };
}

function ownerOf(call: RequestContext, level: z.infer<typeof levels>): CardOwner {
  return level === 'account' ? { level } : { userId: userOf(call) };
}

const current = async (call: RequestContext) => toWire(await rateCardOf(userOf(call), call.deps));

function toWire(card: RateCard) {
  const level = card.userId === undefined ? ('account' as const) : ('tenant' as const);
  return {
    ...omit(card, 'ratesMicrosPerHour'),
    level: card.createdAt === undefined ? ('configuration' as const) : level,
    ratesMicrosPerHour: card.ratesMicrosPerHour ?? {},
  };
}

const path = { path: '/billing/rate_cards', under: 'user', isForAnyTenant: true } as const;

export const rateCardRoutes: readonly Route[] = [
  { operation: 'ListRateCards', method: 'GET', ...path, handle: list },
  {
    operation: 'PutRateCard',
    method: 'PUT',
    ...path,
    body: newCard,
    refusesUnread: true,
    handle: put,
  },
  {
    operation: 'DeleteRateCard',
    method: 'DELETE',
    ...path,
    query: { level: 'text' },
    refusesUnread: true,
    handle: remove,
  },
];
