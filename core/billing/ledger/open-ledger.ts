import { canonicalJson } from '../../json.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys, periodOf } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { eachRecord } from '../../records/records.ts';
import type { Hold } from '../hold.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { entryIds, transfer } from './entry.ts';
import type { EntryDraft, OpenedUsage } from './entry.ts';
import { holdEntry } from './hold-entries.ts';
import { appendWrites, headItem, readLedger } from './ledger-store.ts';
import type { LedgerState } from './ledger-store.ts';

type Uses = Pick<Dependencies, 'table' | 'sha256' | 'now'>;

/** Open holds that get their entries in one transaction: three writes each, of at most 100. */
const holdsAtOnce = 30;

/**
 * A tenant's ledger, to be appended to. Where a release without one has stored usage records or
 * open holds of his, it is opened first: an `opening` entry says what had been charged, and every
 * open hold gets its `hold` entry. Nobody can append before that is whole, so that nothing comes
 * between; whoever dies on the way leaves it to the next.
 * @throws WriteRefusedError where somebody else opened it meanwhile: read again
 */
export async function openLedger(userId: string, deps: Uses): Promise<LedgerState> {
  for (;;) {
    const ledger = await readLedger(deps.table, userId);
    const writes = await openingWrites(ledger, deps);
    if (writes.length === 0) return ledger;
    await deps.table.write(writes);
  }
}

/** The next transaction of the opening; none: it is open, or there is nothing to begin with. */
async function openingWrites(ledger: LedgerState, deps: Uses): Promise<Write[]> {
  const { userId, head, rev } = ledger;
  if (rev !== undefined && head.openedHoldsTo === undefined) return [];
  const holds = await holdsBehind(deps.table, userId, head.openedHoldsTo);
  const opens = rev === undefined ? await openedUsage(userId, deps) : undefined;
  const drafts = openingDrafts(
    opens,
    holds.map(({ value }) => value),
    deps.now(),
  );
  // As many as are read at once: there may be more.
  const last = holds[holdsAtOnce - 1]?.value.versionId;
  const marks = last === undefined ? {} : { openedHoldsTo: last };
  const stillOpen = holds.map(({ value, rev }): Write => {
    return { check: keys.hold(userId, value.versionId), if: { rev } };
  });
  const append = appendWrites(ledger, drafts, deps.sha256, marks);
  return append.length > 0 ? [...append, ...stillOpen] : closingWrites(ledger);
}

/**
 * Entries that open a ledger at an instant, ISO 8601; none where there is nothing to open.
 * @param opens absent: the opening is written, further holds follow
 */
export function openingDrafts(
  opens: OpenedUsage | undefined,
  holds: readonly Hold[],
  at: string,
): EntryDraft[] {
  const isNeeded = opens && (holds.length > 0 || opens.periods.length > 0);
  return [...(isNeeded ? [openingEntry(opens, at)] : []), ...holds.map(openedHold)];
}

/** The last holds were as many as are read at once, and none came behind them. */
function closingWrites({ userId, head, rev }: LedgerState): Write[] {
  if (rev === undefined) return [];
  const { sequence, hash } = head;
  return [{ put: headItem(userId, { sequence, hash }), if: { rev } }];
}

async function holdsBehind(
  table: Table,
  userId: string,
  jobId: string | undefined,
): Promise<Stored<Hold>[]> {
  const behind = jobId === undefined ? {} : { behind: jobId };
  const holds: Stored<Hold>[] = [];
  const query = { ...keys.holdsOf(userId), ...behind, limit: holdsAtOnce };
  for await (const hold of eachRecord<Hold>(table, query)) {
    holds.push(hold);
    if (holds.length === holdsAtOnce) break;
  }
  return holds;
}

async function openedUsage(userId: string, { table, sha256 }: Uses): Promise<OpenedUsage> {
  const sums = new OpenedUsageSums(sha256);
  for await (const { value } of eachRecord<UsageRecord>(table, keys.usageBehind(userId, '')))
    sums.add(value);
  return sums.sums();
}

/** Sums of usage records that come in the order of their keys, with a digest of them all. */
export class OpenedUsageSums {
  readonly #periods = new Map<string, { records: number; micros: number }>();
  readonly #sha256: Uses['sha256'];
  #digest = '';

  constructor(sha256: Uses['sha256']) {
    this.#sha256 = sha256;
  }

  add(record: UsageRecord): void {
    const { records, micros } = this.#periods.get(record.period) ?? { records: 0, micros: 0 };
    const after = { records: records + 1, micros: micros + record.amountMicros };
    this.#periods.set(record.period, after);
    this.#digest = this.#sha256(`${this.#digest}${canonicalJson(record)}`);
  }

  sums(): OpenedUsage {
    const periods = [...this.#periods].map(([period, sum]) => ({ period, ...sum }));
    return { periods, digest: this.#digest };
  }
}

function openingEntry(opens: OpenedUsage, at: string): EntryDraft {
  const micros = opens.periods.reduce((sum, period) => sum + period.micros, 0);
  const records = opens.periods.reduce((sum, period) => sum + period.records, 0);
  return {
    ...{ kind: 'opening', id: entryIds.opening(), at, period: periodOf(at) },
    postings: transfer({ from: 'revenue', to: 'unbilled', micros }),
    opens,
    memo: `charged before there was a ledger: ${records} usage records`,
  };
}

function openedHold(hold: Hold): EntryDraft {
  return { ...holdEntry(hold), memo: 'set aside before there was a ledger' };
}
