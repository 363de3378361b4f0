import { entryIds, postingsFault } from '../ledger/entry.ts';
import type { EntryKind, LedgerAccount, LedgerEntry } from '../ledger/entry.ts';
import { emptyLedger, hashOf } from '../ledger/ledger-store.ts';
import type { LedgerHead } from '../ledger/ledger-store.ts';
import type { TenantBooks } from './books.ts';
import type { Report } from './finding.ts';

type Hash = (data: string) => string;

/**
 * That nothing was changed, taken out, put in or moved since it was written: sequence numbers
 * without a gap, every hash recomputed, every entry on the one before, the end where the head says.
 */
export function verifyChain(books: TenantBooks, sha256: Hash, report: Report): void {
  let before: LedgerHead = emptyLedger;
  for (const entry of books.entries) {
    const about = { entry: entry.sequence };
    const name = `Entry ${entry.sequence} ('${entry.id}')`;
    if (entry.sequence !== before.sequence + 1)
      report('entry-missing', gapWords(before, entry), about);
    else if (entry.previousHash !== before.hash)
      report('chain-broken', `${name} does not continue entry ${before.sequence}`, about);
    const hash = hashOf(entry, sha256);
    if (hash !== entry.hash) {
      const seals = `its content has the hash ${short(hash)}, it is sealed with ${short(entry.hash)}`;
      report('entry-changed', `${name} was changed after it was written: ${seals}`, about);
    }
    before = { sequence: entry.sequence, hash: entry.hash };
  }
  verifyHead(books.head ?? emptyLedger, before, report);
}

function gapWords(before: LedgerHead, { sequence, id }: LedgerEntry): string {
  const expected = before.sequence + 1;
  return sequence > expected
    ? `Entries ${expected} to ${sequence - 1} are missing: behind entry ${before.sequence} comes ${sequence} ('${id}')`
    : `Entry ${sequence} ('${id}') comes behind entry ${before.sequence}, where ${expected} belongs`;
}

function verifyHead(head: LedgerHead, last: LedgerHead, report: Report): void {
  if (head.sequence === last.sequence && head.hash === last.hash) return;
  const says = `The ledger should end with entry ${head.sequence} (${short(head.hash)})`;
  report('head-differs', `${says}, but ends with entry ${last.sequence} (${short(last.hash)})`);
}

/** Each entry by itself: its postings, its accounts, its business id, once. */
export function verifyEntries({ entries }: TenantBooks, report: Report): void {
  const ids = new Map<string, number>();
  for (const entry of entries) {
    const { sequence, id } = entry;
    const about = { entry: sequence };
    const fault = postingsFault(entry.postings);
    if (fault !== undefined)
      report('postings-unbalanced', `Entry ${sequence} ('${id}'): ${fault}`, about);
    const wrong = wrongPosting(entry);
    if (wrong !== undefined)
      report('postings-wrong', `Entry ${sequence} ('${id}') ${wrong}`, about);
    const expected = idOf(entry);
    if (expected !== undefined && expected !== id)
      report('entry-id-wrong', `Entry ${sequence} has the id '${id}', not '${expected}'`, about);
    const first = ids.get(id);
    if (first !== undefined)
      report(
        'entry-twice',
        `'${id}' was written twice, as entries ${first} and ${sequence}`,
        about,
      );
    else ids.set(id, sequence);
    if (entry.kind === 'adjustment' && !ids.has(entry.corrects ?? '')) {
      const corrected = entry.corrects ?? 'none';
      report('correction-without-entry', `Entry ${sequence} corrects '${corrected}', which is not before it`, about); // prettier-ignore
    }
  }
}

/** Which accounts an entry of a kind moves money between, and which way; `any`: a correction. */
const moves: Readonly<Record<EntryKind, 'any' | Partial<Record<LedgerAccount, 1 | -1>>>> = {
  opening: { unbilled: 1, revenue: -1 },
  hold: { held: 1, commitments: -1 },
  settle: { held: -1, commitments: 1, unbilled: 1, revenue: -1 },
  void: { held: -1, commitments: 1 },
  invoice: { receivable: 1, credits: 1, unbilled: -1 },
  payment: { cash: 1, receivable: -1 },
  credit: { credits: 1, receivable: -1 },
  adjustment: 'any',
};

function wrongPosting({ kind, postings }: LedgerEntry): string | undefined {
  const allowed = moves[kind] as (typeof moves)[EntryKind] | undefined;
  if (allowed === undefined) return `is of a kind that does not exist: '${kind}'`;
  if (allowed === 'any') return undefined;
  const wrong = postings.find(({ account, micros }) => Math.sign(micros) !== allowed[account]);
  if (!wrong) return undefined;
  return `has ${wrong.micros} on '${wrong.account}', which an entry of the kind '${kind}' cannot have`;
}

/** The id that such an entry must have; undefined: it may have any. */
function idOf({ kind, jobId, invoiceId }: LedgerEntry): string | undefined {
  switch (kind) {
    case 'opening':
      return entryIds.opening();
    case 'hold':
      return entryIds.hold(jobId ?? '');
    case 'settle':
    case 'void':
      return entryIds.end(jobId ?? '');
    case 'invoice':
      return entryIds.invoice(invoiceId ?? '');
    case 'payment':
      return entryIds.payment(invoiceId ?? '');
    default:
      return undefined;
  }
}

function short(hash: string): string {
  return hash.slice(0, 12);
}
