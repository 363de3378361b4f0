import { join } from 'node:path';
import { Client } from '../../../../client/client.ts';
import { stagePackaged } from '../../../../demo/stage-packaged.ts';
import { startServer } from '../../../../local/server.ts';
import { ensurePython } from '../../../../local/python/python-environment.ts';
import { readSettings } from '../../../../local/settings.ts';
import { root } from '../paths.ts';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';

const userId = 'sweep';
const appId = 'sweep';
const packaged = ['minilm', 'efficientnet-lite0'];

/** A laptop host of the sweep's own, one training at a time, and a client of it. */
export interface Laptop {
  readonly client: Client;
  readonly python: string;
  /** The host's data folder, and its user. */
  readonly folder: string;
  readonly userId: string;
  close(): Promise<void>;
}

/**
 * Starts the host on a data folder, which a sweep that was cut off has filled, with small
 * architectures in place of base models that are not packaged, and stages those that are.
 * @param say receives progress, a line at a time
 */
export async function startLaptop(folder: string, say: (line: string) => void): Promise<Laptop> {
  const { python } = await ensurePython(root, say);
  const read = readSettings({ ...process.env, DEEPTUNE_FOLDER: folder, DEEPTUNE_STAND_INS: '1' });
  const local = { ...read, port: 0, grpc: undefined, userId };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = await startServer({ local, root, log: () => undefined, say });
  const client = new Client({ ...server, userId, appId });
  await prepareFolder({ folder, python }, client);
  return { client, python, folder, userId, close: () => server.close() };
}

/** Once for each folder. */
async function prepareFolder(
  place: { readonly folder: string; readonly python: string },
  client: Client,
): Promise<void> {
  const marker = join(place.folder, 'sweep-prepared');
  if (existsSync(marker)) return;
  const { apps } = await client.call('ListApps', {});
  if (!apps.some(({ id }) => id === appId))
    await client.call('PostApps', {}, { apps: [{ id: appId }] });
  for (const name of packaged) await stagePackaged(name, place);
  writeFileSync(marker, '');
}
