import type { Command } from 'commander';
import { asIfWords } from '../../core/billing/as-if.ts';
import type { RecordType } from '../../core/billing/verify/books-file.ts';
import { linesOfBooks, partOf, recordTypes } from '../../core/billing/verify/books-file.ts';
import type { TenantBooks } from '../../core/billing/verify/books.ts';
import type { LedgerEntry, LedgerHead } from '../../core/api/wire/messages.ts';
import { everyPage, firstOf } from '../every-page.ts';
import type { Client } from '../../client/client.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { counted, exactDollars } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';

/** The newest entries; of CSV one line per posting. */
export async function listLedger(
  context: CommandContext,
  own: Command,
  { limit }: { readonly limit: number },
): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  let asIfOn: string | undefined;
  const all = everyPage(
    async (page) => {
      const answer = await client.call('ListLedgerEntries', page);
      asIfOn = answer.asIfOn;
      return answer.entries;
    },
    Math.min(limit, 1000),
  );
  const { items, hasMore } = await firstOf(all, limit);
  const output = context.output(own);
  if (output.format === 'csv') output.rows(items.flatMap(postingsOf), postingFields);
  else output.rows(items, entryColumns, items);
  if (items.length === 0) context.say(own, 'no entries yet: the first job makes the first one');
  if (asIfOn !== undefined) context.say(own, `amounts are ${asIfWords(asIfOn)}`);
  if (hasMore) context.say(own, `the newest ${limit} entries; there are more (--limit)`);
}

/** What an entry changes on an account that a person asks for. */
function accountColumn(account: string): Column<LedgerEntry> {
  const micros = ({ postings }: LedgerEntry) =>
    postings.find((posting) => posting.account === account)?.micros;
  return {
    name: `${account}Micros`,
    value: micros,
    shown: (entry) => signed(micros(entry)),
    align: 'right',
  };
}

function signed(micros: number | undefined): string {
  if (micros === undefined) return '';
  return micros > 0 ? `+${exactDollars(micros)}` : exactDollars(micros);
}

const entryColumns: readonly Column<LedgerEntry>[] = [
  { name: 'entry', value: ({ sequence }) => sequence, align: 'right' },
  { name: 'at', value: ({ at }) => at, shown: ({ at }) => minuteOf(at) },
  { name: 'kind', value: ({ kind }) => kind },
  {
    name: 'of',
    value: ({ jobId, invoiceId, id }) => jobId ?? invoiceId ?? id,
    shown: ({ jobId, invoiceId, id }) => (jobId === undefined ? (invoiceId ?? id) : shortId(jobId)),
  },
  {
    name: 'model',
    value: ({ appId, modelId }) => (appId === undefined ? '' : `${appId}/${modelId ?? ''}`),
  },
  ...['held', 'unbilled', 'receivable', 'cash'].map(accountColumn),
];

type PostingLine = LedgerEntry & { readonly account: string; readonly micros: number };

/** An entry of no money has one line, of nothing. */
function postingsOf(entry: LedgerEntry): PostingLine[] {
  const { postings } = entry;
  const all = postings.length > 0 ? postings : [{ account: '', micros: 0 }];
  return all.map((posting) => ({ ...entry, ...posting }));
}

const postingFields: readonly Column<PostingLine>[] = [
  { name: 'entry', value: ({ sequence }) => sequence },
  { name: 'at', value: ({ at }) => at },
  { name: 'period', value: ({ period }) => period },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'id', value: ({ id }) => id },
  { name: 'account', value: ({ account }) => account },
  { name: 'micros', value: ({ micros }) => micros },
  { name: 'dollars', value: ({ micros }) => (micros / 1_000_000).toFixed(6) },
  { name: 'app', value: ({ appId = '' }) => appId },
  { name: 'model', value: ({ modelId = '' }) => modelId },
  { name: 'job', value: ({ jobId = '' }) => jobId },
  { name: 'invoice', value: ({ invoiceId = '' }) => invoiceId },
  { name: 'hash', value: ({ hash }) => hash },
];

/** So often the books are read again where somebody wrote in them meanwhile. */
const maxReads = 5;

/** The whole books on stdout, of one instant. */
export async function exportLedger(context: CommandContext, own: Command): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  for (let read = 1; read <= maxReads; read += 1) {
    const books = await readBooks(client);
    if (!books) {
      context.say(own, 'a job wrote in the ledger meanwhile: read again');
      continue;
    }
    for (const line of linesOfBooks(books)) context.out.write(`${line}\n`);
    const records = recordTypes.reduce((sum, type) => sum + books[partOf[type]].length, 0);
    context.say(own, `${counted(records, 'record')}; look at them with: deeptune verify <file>`);
    return;
  }
  throw new CommandFailure(
    `Jobs wrote in the ledger each of the ${maxReads} times that it was read; nothing was written. Try again when fewer jobs run`,
    { exitStatus: 1, code: 'conflict' },
  );
}

/** Undefined where the parts are of two instants: the ledger's end moved meanwhile. */
async function readBooks(client: Client): Promise<TenantBooks | undefined> {
  const heads: LedgerHead[] = [];
  const parts: Partial<Record<(typeof partOf)[RecordType], object[]>> = {};
  for (const type of recordTypes) {
    const records: object[] = [];
    const pages = everyPage(async (page) => {
      const answer = await client.call('ListLedgerRecords', { type, ...page });
      heads.push(answer.head);
      return answer.records;
    }, perPage[type]);
    for await (const record of pages) records.push(record);
    parts[partOf[type]] = records;
  }
  const {
    user_id: userId,
    entries: newest,
    head,
  } = await client.call('ListLedgerEntries', {
    page: 1,
    per_page: 1,
  });
  if (heads.some(({ sequence, hash }) => sequence !== head.sequence || hash !== head.hash))
    return undefined;
  const hasLedger = newest.length > 0;
  return { userId, ...(hasLedger ? { head } : {}), ...parts } as unknown as TenantBooks;
}

/** Invoices have all their lines with them. */
const perPage: Readonly<Record<RecordType, number>> = {
  ...{ entry: 1000, usage: 1000, hold: 1000, counter: 1000 },
  invoice: 5,
};
