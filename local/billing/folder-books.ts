import { join } from 'node:path';
import type { AccountBooks } from '../../core/billing/verify/books.ts';
import { readAccountCounters, readTenantBooks } from '../../core/billing/verify/read-books.ts';
import { SnapshotTable } from '../table/snapshot-table.ts';

/** Partitions that a tenant's books are made of. */
const ofBooks = /^user#([^#]+)#(?:ledger|ledger-head|usage|holds|budget)$/;

/**
 * The books of every tenant in a data folder, of one instant: a host may be at work in it.
 * @throws Error where it is no data folder
 */
export async function readFolderBooks(folder: string): Promise<AccountBooks> {
  const table = new SnapshotTable(join(folder, 'deeptune.sqlite'));
  try {
    const users = table.partitions('user#').flatMap((pk) => ofBooks.exec(pk)?.[1] ?? []);
    const tenants = [];
    for (const userId of [...new Set(users)].sort())
      tenants.push(await readTenantBooks(table, userId));
    return { tenants, counters: await readAccountCounters(table) };
  } finally {
    table.close();
  }
}
