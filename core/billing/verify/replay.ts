import { exactDollars } from '../../words.ts';
import type { LedgerAccount, LedgerEntry } from '../ledger/entry.ts';
import type { TenantBooks } from './books.ts';
import type { Report } from './finding.ts';

/** A charge, with the hold that it ended. */
export interface Settled {
  readonly entry: LedgerEntry;
  readonly hold: LedgerEntry | undefined;
  readonly chargedMicros: number;
}

/** What a ledger says once all its entries are read. */
export interface Replay {
  readonly balances: ReadonlyMap<LedgerAccount, number>;
  /** Entries of the holds that have not ended, by job. */
  readonly open: ReadonlyMap<string, LedgerEntry>;
  /** By training job. */
  readonly settled: ReadonlyMap<string, Settled>;
  readonly opening: LedgerEntry | undefined;
  readonly invoices: ReadonlyMap<string, InvoiceEntries>;
}

/** What the ledger says of an invoice. */
export interface InvoiceEntries {
  readonly issued: LedgerEntry;
  paid?: LedgerEntry;
  voided?: LedgerEntry;
  creditedMicros: number;
}

/** What an entry posts on an account. */
export function postedOn({ postings }: LedgerEntry, account: LedgerAccount): number {
  return postings.find((posting) => posting.account === account)?.micros ?? 0;
}

/** Reads all entries in their order: every hold ends once, and is charged no more than it was. */
export function replayEntries({ entries }: TenantBooks, report: Report): Replay {
  const balances = new Map<LedgerAccount, number>();
  const open = new Map<string, LedgerEntry>();
  const settled = new Map<string, Settled>();
  const invoices = new Map<string, InvoiceEntries>();
  let opening: LedgerEntry | undefined;
  for (const entry of entries) {
    const { kind, jobId = '' } = entry;
    for (const { account, micros } of entry.postings)
      balances.set(account, (balances.get(account) ?? 0) + micros);
    if (kind === 'opening') opening ??= entry;
    if (kind === 'hold') open.set(jobId, entry);
    replayInvoice(entry, invoices);
    if (kind !== 'settle' && kind !== 'void') continue;
    const hold = open.get(jobId);
    open.delete(jobId);
    verifyEnd(entry, hold, report);
    if (kind === 'void') continue;
    const chargedMicros = postedOn(entry, 'unbilled');
    settled.set(entry.trainingJobName ?? '', { entry, hold, chargedMicros });
  }
  return { balances, open, settled, opening, invoices };
}

function replayInvoice(entry: LedgerEntry, invoices: Map<string, InvoiceEntries>): void {
  const { kind, invoiceId = '', corrects } = entry;
  if (kind === 'invoice') invoices.set(invoiceId, { issued: entry, creditedMicros: 0 });
  const invoice = invoices.get(invoiceId);
  if (!invoice) return;
  if (kind === 'payment') invoice.paid = entry;
  if (kind === 'credit') invoice.creditedMicros += postedOn(entry, 'credits');
  if (kind === 'adjustment' && corrects === invoice.issued.id) invoice.voided = entry;
}

function verifyEnd(end: LedgerEntry, hold: LedgerEntry | undefined, report: Report): void {
  const about = { entry: end.sequence, jobId: end.jobId ?? '' };
  const name = `Entry ${end.sequence} ('${end.id}')`;
  if (!hold) {
    report('end-without-hold', `${name} ends a hold that is not open before it`, about);
    return;
  }
  const [held, released] = [postedOn(hold, 'held'), -postedOn(end, 'held')];
  if (held !== released)
    report(
      'end-differs-from-hold',
      `${name} gives back ${exactDollars(released)} of the hold of entry ${hold.sequence}, which was ${exactDollars(held)}`,
      about,
    );
  if (end.period !== hold.period)
    report(
      'end-differs-from-hold',
      `${name} counts in ${end.period}, its hold (entry ${hold.sequence}) in ${hold.period}`,
      about,
    );
  const charged = postedOn(end, 'unbilled');
  if (charged > held)
    report(
      'charge-above-hold',
      `${name} charges ${exactDollars(charged)}, more than the ${exactDollars(held)} that were set aside`,
      about,
    );
}

/** That what is set aside is what the ledger says: hold by hold, and in sum. */
export function verifyHolds({ holds }: TenantBooks, replay: Replay, report: Report): void {
  const stored = new Set(holds.map(({ versionId }) => versionId));
  for (const { versionId: jobId, amountMicros, period } of holds) {
    const entry = replay.open.get(jobId);
    if (!entry) {
      const message = `A hold of ${exactDollars(amountMicros)} for job '${jobId}' is open, which the ledger does not have as open`;
      report('hold-without-entry', message, { jobId });
      continue;
    }
    const entered = postedOn(entry, 'held');
    if (entered !== amountMicros || entry.period !== period)
      report(
        'hold-differs-from-entry',
        `The hold of job '${jobId}' is ${exactDollars(amountMicros)} in ${period}; entry ${entry.sequence} says ${exactDollars(entered)} in ${entry.period}`,
        { jobId, entry: entry.sequence },
      );
  }
  for (const [jobId, { sequence }] of replay.open)
    if (!stored.has(jobId))
      report(
        'entry-without-hold',
        `Entry ${sequence} sets money aside for job '${jobId}', which neither ended nor has a hold`,
        { jobId, entry: sequence },
      );
  const sum = holds.reduce((total, { amountMicros }) => total + amountMicros, 0);
  const balance = replay.balances.get('held') ?? 0;
  if (balance !== sum)
    report(
      'held-balance-wrong',
      `The account 'held' has ${exactDollars(balance)}, the open holds are ${exactDollars(sum)}`,
    );
}
