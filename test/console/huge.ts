import { SqliteTable } from '../../local/table/sqlite-table.ts';
import { populateApp } from '../bench/population.ts';

export const hugeApp = 'huge';
const counts = { versions: 10_000, inputs: 100_000 };

/** Writes the app `huge` into a database that no host has open. */
export async function fillHugeApp(
  database: string,
  userId: string,
  say: (line: string) => void,
): Promise<void> {
  const from = performance.now();
  const table = new SqliteTable(database);
  try {
    await populateApp(table, { userId, appId: hugeApp }, counts);
  } finally {
    table.close();
  }
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  say(`stored ${counts.versions} versions and ${counts.inputs} inputs in ${seconds} s`);
}
