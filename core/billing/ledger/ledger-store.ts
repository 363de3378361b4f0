import { canonicalJson, omit } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { Condition, Item, Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { eachRecord, readRecord, readSlice, toData } from '../../records/records.ts';
import { assertPostings } from './entry.ts';
import type { EntryDraft, LedgerEntry } from './entry.ts';

/** Where a tenant's chain ends. */
export interface LedgerHead {
  /** 0: there is no entry yet. */
  readonly sequence: number;
  /** Of the last entry; of an empty ledger 64 zeros. */
  readonly hash: string;
  /** While it is opened: the job of the last open hold that has its entry, see `openLedger`. */
  readonly openedHoldsTo?: string;
}

/** The head as it was read: `appendWrites` is refused where somebody else appended meanwhile. */
export interface LedgerState {
  readonly userId: string;
  readonly head: LedgerHead;
  /** Absent: nothing is stored yet. */
  readonly rev?: number;
}

/** Where every chain begins. */
export const emptyLedger: LedgerHead = { sequence: 0, hash: '0'.repeat(64) };

type Hash = (data: string) => string;

/** A tenant's ledger as it is stored. To append to it: `openLedger`. */
export async function readLedger(table: Table, userId: string): Promise<LedgerState> {
  const stored = await readRecord<LedgerHead>(table, keys.ledgerHead(userId));
  return stored ? { userId, head: stored.value, rev: stored.rev } : { userId, head: emptyLedger };
}

/**
 * Writes that append these entries in their order, all or none: refused as a whole where one of
 * their ids is there already, or somebody else appended. Two for each entry, and one.
 * @returns nothing where there are no drafts
 * @throws DeeptuneError internal for postings that do not sum to 0
 */
export function appendWrites(
  { userId, head, rev }: LedgerState,
  drafts: readonly EntryDraft[],
  sha256: Hash,
  marks: Pick<LedgerHead, 'openedHoldsTo'> = {},
): Write[] {
  const entries = chained(head, drafts, sha256);
  const last = entries.at(-1);
  if (!last) return [];
  const after: LedgerHead = { sequence: last.sequence, hash: last.hash, ...marks };
  const unchanged: Condition = rev === undefined ? 'absent' : { rev };
  return [
    { put: headItem(userId, after), if: unchanged },
    ...entries.flatMap((entry) => entryWrites(userId, entry)),
  ];
}

/** Who has a ledger is found by its head. */
export function headItem(userId: string, head: LedgerHead): Omit<Item, 'rev'> {
  const index = { pk: keys.tenants(), sk: userId };
  return { ...keys.ledgerHead(userId), index, data: toData(head) };
}

function entryWrites(userId: string, entry: LedgerEntry): Write[] {
  const { sequence, id } = entry;
  return [
    { put: { ...keys.ledgerEntry(userId, sequence), data: toData(entry) }, if: 'absent' },
    { put: { ...keys.ledgerEntryId(userId, id), data: { sequence } }, if: 'absent' },
  ];
}

/** The drafts with their places behind `head`. */
export function chained(
  head: LedgerHead,
  drafts: readonly EntryDraft[],
  sha256: Hash,
): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let { sequence, hash: previousHash } = head;
  for (const draft of drafts) {
    assertPostings(draft);
    sequence += 1;
    const unsealed = { ...draft, sequence, previousHash };
    const entry = { ...unsealed, hash: sha256(canonicalJson(unsealed)) };
    entries.push(entry);
    previousHash = entry.hash;
  }
  return entries;
}

/** What an entry's `hash` must be. */
export function hashOf(entry: LedgerEntry, sha256: Hash): string {
  return sha256(canonicalJson(omit(entry, 'hash')));
}

/** The entry of a business id; undefined where it was never written. */
export async function findEntry(
  table: Table,
  userId: string,
  id: string,
): Promise<LedgerEntry | undefined> {
  const at = await readRecord<{ readonly sequence: number }>(table, keys.ledgerEntryId(userId, id));
  if (!at) return undefined;
  const { sequence } = at.value;
  const stored = await readRecord<LedgerEntry>(table, keys.ledgerEntry(userId, sequence));
  if (stored) return stored.value;
  throw fail('internal', `Entry ${sequence} ('${id}') of the ledger of '${userId}' is missing`);
}

/** Every entry of a tenant, oldest first, page by page. */
export async function* eachEntry(table: Table, userId: string): AsyncGenerator<LedgerEntry> {
  for await (const { value } of eachRecord<LedgerEntry>(table, keys.ledgerEntriesOf(userId)))
    yield value;
}

/** `count` entries behind the first `skip` ones: oldest first, or newest first. */
export function readEntries(
  table: Table,
  userId: string,
  slice: { readonly skip: number; readonly count: number; readonly newestFirst?: boolean },
): Promise<LedgerEntry[]> {
  const descending = slice.newestFirst === true;
  return readSlice<LedgerEntry>(table, { ...keys.ledgerEntriesOf(userId), descending }, slice);
}
