import type { Dependencies } from '../../ports/host.ts';
import { periodOf } from '../../records/keys.ts';
import { asIfOn } from '../as-if.ts';
import type { RateCard } from '../rating/rate-card.ts';
import { rateCardOf } from '../rating/rate-card-store.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { lastInstantOf } from '../../records/months.ts';
import { readBook, targetOf } from './invoice-book.ts';
import type { InvoiceBook } from './invoice-book.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { linesHashOf } from './invoice-store.ts';
import { linesOf } from './lines.ts';
import { unbilledRecords } from './unbilled.ts';

export type InvoiceUses = Pick<Dependencies, 'table' | 'settings' | 'sha256' | 'now'>;

export const draftId = (period: string): string => `draft-${period}`;

/** The month of a draft's id; undefined: it is no draft's. */
export function periodOfDraft(id: string): string | undefined {
  return /^draft-(\d{4}-(?:0[1-9]|1[0-2]))$/.exec(id)?.[1];
}

/**
 * What is not invoiced yet: the running month's draft, though it be empty, and one of each earlier
 * month that has usage on no invoice. The newest month first.
 */
export async function listDrafts(userId: string, deps: InvoiceUses): Promise<Invoice[]> {
  const { value: book } = await readBook(deps.table, userId);
  const records = await unbilledRecords(userId, book, deps.table);
  const months = new Set([
    periodOf(deps.now()),
    ...records.map((each) => targetOf(each.period, book)),
  ]);
  const drafts: Invoice[] = [];
  for (const period of [...months].sort().reverse())
    drafts.push(await draftOf({ userId, period, book, records }, deps));
  return drafts;
}

/** The draft of a month, with what is not invoiced yet: without lines where nothing is. */
export async function draftInvoice(
  {
    userId,
    period,
    book,
  }: { readonly userId: string; readonly period: string; readonly book: InvoiceBook },
  deps: InvoiceUses,
): Promise<Invoice> {
  const records = await unbilledRecords(userId, book, deps.table);
  return draftOf({ userId, period, book, records }, deps);
}

interface DraftInput {
  readonly userId: string;
  readonly period: string;
  readonly book: InvoiceBook;
  /** All of the tenant's that are on no invoice. */
  readonly records: readonly UsageRecord[];
}

async function draftOf(input: DraftInput, deps: InvoiceUses): Promise<Invoice> {
  const { userId, period, book } = input;
  const card = await rateCardOf(userId, deps, lastInstantOf(period));
  const records = input.records.filter((record) => targetOf(record.period, book) === period);
  const secondsOf = await freeSecondsOf(userId, records, deps);
  const freeTier = { secondsOf, taken: book.freeSeconds };
  return composed({ userId, period, card, lines: linesOf(records, freeTier) }, deps);
}

/** How many seconds of each month are free: by the card that was in force at its end. */
async function freeSecondsOf(
  userId: string,
  records: readonly UsageRecord[],
  deps: InvoiceUses,
): Promise<(period: string) => number> {
  const free = new Map<string, number>();
  for (const period of new Set(records.map((record) => record.period))) {
    const card = await rateCardOf(userId, deps, lastInstantOf(period));
    free.set(period, card.freeSecondsPerMonth);
  }
  return (period) => free.get(period) ?? 0;
}

function composed(
  of: {
    readonly userId: string;
    readonly period: string;
    readonly card: RateCard;
    readonly lines: readonly InvoiceLine[];
  },
  { settings, sha256 }: InvoiceUses,
): Invoice {
  const { userId, period, card, lines } = of;
  const asIf = asIfOn(settings, settings.instanceType);
  const sum = (kinds: readonly InvoiceLine[]) =>
    kinds.reduce((total, { amountMicros }) => total + amountMicros, 0);
  return {
    id: draftId(period),
    ...{ userId, period, status: 'draft', lineCount: lines.length },
    totalMicros: sum(lines),
    freeTierMicros: Math.abs(sum(lines.filter(({ kind }) => kind === 'free-tier'))),
    creditNotes: [],
    rateCardVersion: card.version,
    ...(asIf === undefined ? {} : { asIfOn: asIf }),
    linesHash: linesHashOf(lines, sha256),
    lines,
  };
}
