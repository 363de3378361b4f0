import { fail } from '../../errors.ts';

/**
 * What an entry tells of. `opening`: what a release without a ledger had posted. `hold`: money was
 * set aside for a job. `settle`: the hold became a charge (of 0 too). `void`: it was given back,
 * nothing was charged. `invoice`, `payment`, `credit`: an invoice was issued, paid, or a part of it
 * given back. `adjustment`: a correction, which names the entry that it corrects.
 */
export type EntryKind =
  'opening' | 'hold' | 'settle' | 'void' | 'invoice' | 'payment' | 'credit' | 'adjustment';

/**
 * `held` and `commitments`: what is set aside, and for what it is promised. `unbilled`: charged,
 * not on an invoice yet. `receivable`: on an invoice, not paid yet. `cash`: paid. `revenue`: what
 * was charged. `credits`: what was given back.
 */
export const ledgerAccounts = [
  'held',
  'commitments',
  'unbilled',
  'receivable',
  'cash',
  'revenue',
  'credits',
] as const;

export type LedgerAccount = (typeof ledgerAccounts)[number];

/** Integer micro-dollars: a debit is positive, a credit negative. */
export interface Posting {
  readonly account: LedgerAccount;
  readonly micros: number;
}

/** An entry before it has its place in the chain. */
export interface EntryDraft {
  readonly kind: EntryKind;
  /**
   * Business id, once for ever in a tenant's ledger: see `entryIds`. Written again it is refused,
   * so that nothing is counted twice.
   */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** The month that it counts in: that of the reservation. */
  readonly period: string;
  /** Sum 0; no account twice; none of 0. Empty: an entry of no money. */
  readonly postings: readonly Posting[];
  readonly appId?: string;
  readonly modelId?: string;
  readonly jobId?: string;
  /** Of `settle` and `void`: the last attempt, which the usage record is keyed by. */
  readonly trainingJobName?: string;
  /** SHA-256 as canonical JSON: of `settle` its usage record's, of `invoice` its lines'. */
  readonly recordHash?: string;
  readonly quoteId?: string;
  readonly invoiceId?: string;
  /** Of an adjustment: the id of the entry that it corrects. */
  readonly corrects?: string;
  /** Of `opening`: what was charged until then. */
  readonly opens?: OpenedUsage;
  /** In words, for whoever reads the ledger. */
  readonly memo?: string;
}

/** Usage records that a release without a ledger left. */
export interface OpenedUsage {
  /** Oldest first. */
  readonly periods: readonly {
    readonly period: string;
    readonly records: number;
    readonly micros: number;
  }[];
  /** Of all these records in the order of their keys: see `usageDigest`. */
  readonly digest: string;
}

/** One line of a tenant's ledger. Never changed, never deleted. */
export interface LedgerEntry extends EntryDraft {
  /** From 1, without a gap. */
  readonly sequence: number;
  /** `hash` of the entry before; of the first 64 zeros. */
  readonly previousHash: string;
  /** SHA-256 of this entry without it, as canonical JSON. */
  readonly hash: string;
}

/** Business ids of entries. */
export const entryIds = {
  opening: () => 'opening',
  hold: (jobId: string) => `hold#${jobId}`,
  /** One for both ends of a hold, so that it ends once. */
  end: (jobId: string) => `end#${jobId}`,
  invoice: (invoiceId: string) => `invoice#${invoiceId}`,
  payment: (invoiceId: string) => `payment#${invoiceId}`,
  credit: (creditNoteId: string) => `credit#${creditNoteId}`,
  adjustment: (id: string) => `adjustment#${id}`,
} as const;

/**
 * A transaction between two accounts; of nothing it has no postings.
 * @param micros from `from` to `to`; negative: the other way
 */
export function transfer(move: {
  readonly from: LedgerAccount;
  readonly to: LedgerAccount;
  readonly micros: number;
}): Posting[] {
  const { from, to, micros } = move;
  if (micros === 0) return [];
  return [
    { account: to, micros },
    { account: from, micros: -micros },
  ];
}

/** What is wrong with an entry's postings, in words; undefined: nothing is. */
export function postingsFault(postings: readonly Posting[]): string | undefined {
  const wrong = postings.find(({ micros }) => !Number.isSafeInteger(micros) || micros === 0);
  if (wrong) return `${wrong.micros} on '${wrong.account}' is no whole number other than 0`;
  const unknown = postings.find(({ account }) => !ledgerAccounts.includes(account));
  if (unknown) return `there is no account '${unknown.account}'`;
  const accounts = postings.map(({ account }) => account);
  const twice = accounts.find((account, index) => accounts.indexOf(account) < index);
  if (twice !== undefined) return `it has the account '${twice}' twice`;
  const sum = postings.reduce((total, { micros }) => total + BigInt(micros), 0n);
  return sum === 0n ? undefined : `its postings sum to ${sum} micro-dollars, not to 0`;
}

/** @throws DeeptuneError internal where they cannot be written */
export function assertPostings({ id, postings }: Pick<EntryDraft, 'id' | 'postings'>): void {
  const fault = postingsFault(postings);
  if (fault !== undefined) throw fail('internal', `Ledger entry '${id}': ${fault}`);
}
