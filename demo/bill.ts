import type { Client } from '../client/client.ts';
import { everyPage } from '../cli/every-page.ts';
import { verificationLines } from '../cli/verify/verification-lines.ts';
import { asIfWords } from '../core/billing/as-if.ts';
import { verifyAccount } from '../core/billing/verify/verify.ts';
import type { UsageRecord } from '../core/api/wire/messages.ts';
import { readFolderBooks } from '../local/billing/folder-books.ts';
import { processSources } from '../local/process-sources.ts';
import type { Report } from './report.ts';
import { exactDollars, formatDollars } from './report.ts';

/**
 * The bill, job by job: what was quoted, what came, what is charged, and beside it what AWS would
 * charge for the same. Every amount to the micro-dollar, so that the rows add up.
 */
export async function showBill(client: Client, report: Report): Promise<void> {
  const records = await usageOf(client);
  report.heading('The bill: quoted, measured, charged, and what AWS would charge for it');
  report.table(header, [...records.map(rowOf), totalRow(records)]);
  const { amount } = await client.call('GetAmount', {});
  report.sentence(
    `No job is charged above its maximum, however long it takes. Charged are the seconds that served it, whole ones; AWS's are those of the instance from its start to its end, at its list price, spot discount off. Still held: ${formatDollars(amount.heldMicros)}.`,
  );
  const on = records.find(({ cost }) => cost?.basis === 'as-if')?.cost?.instanceType;
  if (on !== undefined) report.sentence(`Amounts are ${asIfWords(on)}.`);
}

async function usageOf(client: Client): Promise<UsageRecord[]> {
  const records: UsageRecord[] = [];
  const pages = everyPage(
    async (page) => (await client.call('ListUsageRecords', page)).usage_records,
  );
  for await (const record of pages) records.push(record);
  return records;
}

const header = [
  ...['job', 'ended', 'quoted', 'maximum', 'it took', 'charged for', 'charged', 'AWS as if'],
];

function rowOf(record: UsageRecord): string[] {
  const { kind, modelId, endReason, jobSeconds, billableSeconds } = record;
  return [
    `${kind} ${modelId}`,
    endReason,
    ...amountsOf(record).slice(0, 2),
    `${jobSeconds} s`,
    `${billableSeconds} s`,
    ...amountsOf(record).slice(2),
  ];
}

type Amounts = Pick<UsageRecord, 'quotedMicros' | 'maxAmountMicros' | 'amountMicros' | 'cost'>;

function amountsOf({ quotedMicros, maxAmountMicros, amountMicros, cost }: Amounts): string[] {
  return [quotedMicros, maxAmountMicros, amountMicros, cost?.costMicros].map((micros) =>
    micros === undefined ? '-' : exactDollars(micros),
  );
}

function totalRow(records: readonly UsageRecord[]): string[] {
  const sum = (pick: (record: UsageRecord) => number | undefined) =>
    records.reduce((total, record) => total + (pick(record) ?? 0), 0);
  return [
    `${records.length} jobs`,
    '',
    exactDollars(sum(({ quotedMicros }) => quotedMicros)),
    exactDollars(sum(({ maxAmountMicros }) => maxAmountMicros)),
    `${sum(({ jobSeconds }) => jobSeconds)} s`,
    `${sum(({ billableSeconds }) => billableSeconds)} s`,
    exactDollars(sum(({ amountMicros }) => amountMicros)),
    exactDollars(sum(({ cost }) => cost?.costMicros)),
  ];
}

/**
 * What `deeptune verify` says of a data folder: every amount recomputed from its parts.
 * @throws Error where something is wrong in its books
 */
export async function showVerification(folder: string, report: Report): Promise<void> {
  report.heading('The books of this folder, recomputed: deeptune verify');
  const verified = verifyAccount(await readFolderBooks(folder), processSources.sha256);
  for (const line of verificationLines(verified)) report.line(line);
  const { tenants, findings } = verified;
  const count = tenants.reduce((sum, tenant) => sum + tenant.findings.length, findings.length);
  if (count > 0) throw new Error(`${count} findings in the books of ${folder}`);
}
