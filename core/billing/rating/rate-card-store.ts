import type { Dependencies } from '../../ports/host.ts';
import type { Table } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll, toData } from '../../records/records.ts';
import { configuredCard, hasSameTerms, newCard } from './rate-card.ts';
import type { RateCard, RateTerms } from './rate-card.ts';

type Uses = Pick<Dependencies, 'table' | 'settings' | 'sha256'>;

/** Whose cards are meant: of the whole account, or of one tenant. */
export type CardOwner = { readonly level: 'account' } | { readonly userId: string };

/** What lies in a line of cards: a card, or from when on there is none. */
type CardRecord = RateCard | { readonly isWithdrawn: true; readonly createdAt: string };

/**
 * The card that a tenant is charged by: his own, else the account's, else the configuration's.
 * @param at ISO 8601: the card that was in force then; absent: the newest one
 */
export async function rateCardOf(userId: string, deps: Uses, at?: string): Promise<RateCard> {
  const { table, settings, sha256 } = deps;
  return (
    (await ownCard({ userId }, table, at)) ??
    (await ownCard({ level: 'account' }, table, at)) ??
    configuredCard(settings, sha256)
  );
}

/** The card of exactly this owner; undefined where he has none, or has none any more. */
async function ownCard(owner: CardOwner, table: Table, at?: string): Promise<RateCard | undefined> {
  const newest = await newestRecord(owner, table, at);
  return newest === undefined || 'isWithdrawn' in newest ? undefined : newest;
}

async function newestRecord(
  owner: CardOwner,
  table: Table,
  at?: string,
): Promise<CardRecord | undefined> {
  const query = { ...keys.rateCardsOf(ownerId(owner)), descending: true, limit: 1 };
  // Behind, downwards: what is at or before this instant. `~` comes after the `#` of a key.
  const page = await table.query(at === undefined ? query : { ...query, behind: `${at}~` });
  return page.items[0]?.data as CardRecord | undefined;
}

/**
 * When what is put now comes into force: after what was put last, though within one millisecond, or
 * by a host whose clock is behind. The newest one counts.
 */
async function nextInstant(
  owner: CardOwner,
  { table, now }: Pick<Dependencies, 'table' | 'now'>,
): Promise<string> {
  const [last, at] = [await newestRecord(owner, table), now()];
  if (last?.createdAt === undefined || last.createdAt < at) return at;
  return new Date(Date.parse(last.createdAt) + 1).toISOString();
}

/** Every card that the owner ever had, oldest first. */
export async function listCards(owner: CardOwner, table: Table): Promise<RateCard[]> {
  const all = await readAll<CardRecord>(table, keys.rateCardsOf(ownerId(owner)));
  return all.filter((each): each is RateCard => !('isWithdrawn' in each));
}

/**
 * Puts terms in force from now on. Terms that are in force already stay as they are: asked for
 * twice, there is one card.
 */
export async function putCard(
  owner: CardOwner,
  terms: RateTerms,
  deps: Uses & Pick<Dependencies, 'now'>,
): Promise<RateCard> {
  const { table, sha256 } = deps;
  const present = await ownCard(owner, table);
  if (present && hasSameTerms(present, terms)) return present;
  const createdAt = await nextInstant(owner, deps);
  const card = newCard(terms, { ...('userId' in owner ? owner : {}), createdAt }, sha256);
  const key = keys.rateCard(ownerId(owner), { createdAt, version: card.version });
  await table.write([{ put: { ...key, data: toData(card) } }]);
  return card;
}

/**
 * From now on the owner has no card: a tenant is charged by the account's, the account by the
 * configuration's.
 * @returns false where he had none
 */
export async function withdrawCard(
  owner: CardOwner,
  { table, now }: Pick<Dependencies, 'table' | 'now'>,
): Promise<boolean> {
  if (!(await ownCard(owner, table))) return false;
  const createdAt = await nextInstant(owner, { table, now });
  const record: CardRecord = { isWithdrawn: true, createdAt };
  const key = keys.rateCard(ownerId(owner), { createdAt: record.createdAt, version: 'withdrawn' });
  await table.write([{ put: { ...key, data: toData(record) } }]);
  return true;
}

function ownerId(owner: CardOwner): string | undefined {
  return 'userId' in owner ? owner.userId : undefined;
}
