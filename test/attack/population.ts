import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from '../../client/client.ts';
import type { ApiKey } from '../../core/access/authenticate.ts';
import { createApiKey } from '../../core/access/authenticate.ts';
import { SqliteTable } from '../../local/table/sqlite-table.ts';
import { seed } from '../fuzz/seed.ts';
import type { KnownIds } from '../fuzz/seed.ts';
import { fineTuned, trainedReader } from '../fuzz/trained.ts';
import type { HostProcess } from './host-process.ts';
import { userId } from './host-process.ts';

export const appId = 'lab';
/** Stands in the victim's texts, and in nothing that an attacker sends. */
export const canary = /, the \d+th|victim-canary/;

/** Fills the victim's app with one of everything, a trained model among them, and a second app. */
export async function populate(host: HostProcess): Promise<KnownIds> {
  const client = new Client({ url: host.url, key: host.key, userId, appId });
  const known = await seed(client, userId, appId);
  await client.call('PostApps', {}, { apps: [{ id: 'market' }] });
  const datasets = [{ id: 'things', description: 'victim-canary' }];
  await client.call('PatchDatasets', {}, { datasets, action: 'merge' });
  const server = { url: host.url, key: host.key, close: async () => undefined };
  return { ...known, ...(await trainedReader(client)), ...(await fineTuned(server, appId)) };
}

/**
 * A key that nobody asked the service for: another user's, or one that no request would get. It is
 * put into the host's table, as an operator would.
 */
export async function keyInTable(
  folder: string,
  asked: Pick<ApiKey, 'userId' | 'scopes'> & Partial<ApiKey>,
): Promise<string> {
  const table = new SqliteTable(join(folder, 'deeptune.sqlite'));
  const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
  const newId = () => randomUUID().replaceAll('-', '');
  const now = () => new Date().toISOString();
  try {
    const request = { description: 'attack', ...asked };
    return (await createApiKey(request, { table, newId, sha256, now })).key;
  } finally {
    table.close();
  }
}
