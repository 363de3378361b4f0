import { canonicalJson } from '../../json.ts';
import { formatDollars } from '../../money.ts';
import { exactDollars } from '../../words.ts';
import { OpenedUsageSums } from '../ledger/open-ledger.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { rateUsage } from '../usage/usage-record.ts';
import type { TenantBooks } from './books.ts';
import type { Report } from './finding.ts';
import type { Replay } from './replay.ts';

type Hash = (data: string) => string;

/**
 * That every usage record is rated as its rule says, and is in the ledger once: by its own `settle`
 * entry with its amount and its content, or among those that the `opening` counted.
 */
export function verifyUsage(
  { usage }: TenantBooks,
  replay: Replay,
  sha256: Hash,
  report: Report,
): void {
  const found = new Set(usage.map(({ trainingJobName }) => trainingJobName));
  for (const record of usage) verifyRecord(record, replay, sha256, report);
  for (const [trainingJobName, { entry }] of replay.settled)
    if (!found.has(trainingJobName))
      report(
        'entry-without-usage',
        `Entry ${entry.sequence} charges training job '${trainingJobName}', which has no usage record`,
        { entry: entry.sequence, trainingJobName },
      );
  verifyOpening(openedUsage(usage, replay), replay, sha256, report);
}

/** Records that no entry of their own charged: those of before the ledger. */
export function openedUsage(usage: readonly UsageRecord[], replay: Replay): UsageRecord[] {
  return usage.filter(({ trainingJobName }) => !replay.settled.has(trainingJobName));
}

function verifyRecord(record: UsageRecord, replay: Replay, sha256: Hash, report: Report): void {
  const { trainingJobName, amountMicros } = record;
  const name = `The usage record of '${trainingJobName}'`;
  const rated = rateUsage(record);
  if (rated !== amountMicros)
    report(
      'usage-rated-wrong',
      `${name} has ${exactDollars(amountMicros)}; ${record.billableSeconds} s x ${record.instanceCount} at ${formatDollars(record.microsPerHour)} an hour are ${exactDollars(rated)}`,
      { trainingJobName },
    );
  const settled = replay.settled.get(trainingJobName);
  if (!settled) return;
  const { entry, chargedMicros } = settled;
  const about = { trainingJobName, entry: entry.sequence };
  if (chargedMicros !== amountMicros)
    report(
      'usage-amount-differs',
      `${name} has ${exactDollars(amountMicros)}, entry ${entry.sequence} charges ${exactDollars(chargedMicros)}`,
      about,
    );
  if (entry.recordHash !== undefined && sha256(canonicalJson(record)) !== entry.recordHash)
    report(
      'usage-changed',
      `${name} was changed after entry ${entry.sequence} was written for it`,
      about,
    );
}

/** The opening counted exactly these, and they are as they were. */
function verifyOpening(
  opened: readonly UsageRecord[],
  { opening }: Replay,
  sha256: Hash,
  report: Report,
): void {
  const later = opened.filter(({ recordedAt }) => !opening || recordedAt > opening.at);
  for (const { trainingJobName, amountMicros } of later)
    report(
      'usage-without-entry',
      `The usage record of '${trainingJobName}' (${exactDollars(amountMicros)}) has no entry in the ledger`,
      { trainingJobName },
    );
  if (!opening?.opens) return;
  const sums = new OpenedUsageSums(sha256);
  for (const record of opened) if (!later.includes(record)) sums.add(record);
  const { digest, periods } = sums.sums();
  const same = canonicalJson(periods) === canonicalJson(opening.opens.periods);
  if (same && digest === opening.opens.digest) return;
  report(
    'opening-differs',
    `The usage records of before the ledger are not those that entry ${opening.sequence} counted: ${wordsOf(opening.opens.periods)} then, ${wordsOf(periods)} now${same ? ', with another content' : ''}`,
    { entry: opening.sequence },
  );
}

function wordsOf(
  periods: readonly { readonly records: number; readonly micros: number }[],
): string {
  const sum = (pick: 'records' | 'micros') => periods.reduce((all, each) => all + each[pick], 0);
  return `${sum('records')} of ${exactDollars(sum('micros'))}`;
}
