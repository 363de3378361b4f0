import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../../../core/billing/ledger/entry.ts';
import { postingsFault } from '../../../core/billing/ledger/entry.ts';
import { hashOf } from '../../../core/billing/ledger/ledger-store.ts';
import { readTenantBooks } from '../../../core/billing/verify/read-books.ts';
import { verifyBooks } from '../../../core/billing/verify/verify.ts';
import { readingTable } from './reading-table.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf, userOf } from './invariant.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** I1: every entry sums to 0; I12: entries are only ever added, each chained to the one before. */
export const ledgerAppends: MakeInvariant = (violate) => {
  const last = new Map<string, LedgerEntry>();
  const check = (user: string, entry: LedgerEntry): void => {
    const fault = postingsFault(entry.postings);
    if (fault !== undefined) violate(`${user}: entry ${entry.sequence}: ${fault}`);
    const before = last.get(user);
    const isNext = entry.sequence === (before?.sequence ?? 0) + 1;
    const isChained = entry.previousHash === (before?.hash ?? '0'.repeat(64));
    if (!isNext || !isChained || hashOf(entry, sha256) !== entry.hash)
      violate(`${user}: entry ${entry.sequence} is not behind entry ${before?.sequence ?? 0}`);
    last.set(user, entry);
  };
  return {
    name: 'I1 the ledger sums to 0, I12 it is append-only and chained',
    onCommit(changes) {
      const entries = changes.filter(({ pk }) => kindOf(pk) === 'ledger');
      for (const { pk, sk, before } of entries)
        if (before) violate(`${userOf(pk)}: entry ${sk} was changed`);
      const added = entries.flatMap(({ pk, after }) =>
        after ? [{ user: userOf(pk), entry: after.data as unknown as LedgerEntry }] : [],
      );
      added.sort((a, b) => a.entry.sequence - b.entry.sequence);
      for (const { user, entry } of added) check(user, entry);
    },
    async atEnd(facts) {
      const table = readingTable(facts.items());
      for (const user of last.keys()) {
        const { findings } = verifyBooks(await readTenantBooks(table, user), sha256);
        for (const { code, message } of findings) violate(`${user}: ${code}: ${message}`);
      }
    },
  };
};
