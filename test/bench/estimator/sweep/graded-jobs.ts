import { join } from 'node:path';
import { newestGradedEstimates } from '../../../../core/estimate/graded/graded-estimate-store.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import { databaseName } from '../../../../local/data-folder/privacy.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';

/** Jobs that are looked through: one runs at a time, so that the newest is the one. */
const newest = 3;

/**
 * What the host has kept of a version's training: the API tells its figures, and not the workload.
 * @param folder the host's data folder @throws Error where it kept nothing
 */
export async function gradedOf(
  { folder, userId }: { readonly folder: string; readonly userId: string },
  versionId: string,
): Promise<GradedEstimate> {
  const table = new SqliteTable(join(folder, databaseName));
  try {
    const kept = await newestGradedEstimates(table, userId, { count: newest });
    const found = kept.find((graded) => graded.versionId === versionId);
    if (found) return found;
    throw new Error(`the host has kept no graded estimate of version ${versionId}`);
  } finally {
    table.close();
  }
}
