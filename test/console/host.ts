import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '../../client/client.ts';
import { concurrentTrainings, trainTours } from '../../demo/all.ts';
import { Report } from '../../demo/report.ts';
import { toursOf } from '../../demo/tours.ts';
import { ensurePython } from '../../local/python/python-environment.ts';
import { startServer } from '../../local/server.ts';
import { readSettings } from '../../local/settings.ts';
import { fillEarlierTenant } from './earlier-tenant.ts';
import { fillHugeApp } from './huge.ts';

const root = dirname(dirname(import.meta.dirname));
export const userId = 'local';
export const appId = 'tour';

/** The laptop host that all scenarios share. */
export interface ConsoleHost {
  readonly url: string;
  readonly key: string;
  readonly client: Client;
  close(): Promise<void>;
}

interface HostOptions {
  /** A data folder that was trained before, which is copied; absent: everything is trained now. */
  readonly data?: string | undefined;
  /** With the app `huge`. */
  readonly isHuge: boolean;
  readonly say: (line: string) => void;
}

/**
 * Starts a laptop host in a folder of its own with one model of every type, each trained and
 * retrained on real data. The folder goes when the host closes.
 */
export async function startConsoleHost({ data, isHuge, say }: HostOptions): Promise<ConsoleHost> {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-console-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  try {
    if (data === undefined) await trainAll(folder, say);
    else cpSync(existing(data), folder, { recursive: true });
    await fillEarlierTenant(join(folder, 'deeptune.sqlite'));
    if (isHuge) await fillHugeApp(join(folder, 'deeptune.sqlite'), userId, say);
    const { server, client } = await start(folder, say);
    const close = async () => {
      await server.close();
      remove();
    };
    return { url: server.url, key: server.key, client, close };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Trains one small model of every type, then each again from its first version, into a folder that
 * `startConsoleHost` can copy.
 */
export async function trainAll(folder: string, say: (line: string) => void): Promise<void> {
  const { python } = await ensurePython(root, say);
  const { server, client } = await start(folder, say);
  try {
    await client.call('PostApps', {}, { apps: [{ id: appId }] });
    const report = new Report(process.stdout);
    await trainTours(client, { python, report, chosen: toursOf([]) });
  } finally {
    await server.close();
  }
}

async function start(folder: string, say: (line: string) => void) {
  const settings = readSettings({
    DEEPTUNE_FOLDER: folder,
    DEEPTUNE_USER: userId,
    DEEPTUNE_CALIBRATE: '0',
    DEEPTUNE_MAX_CONCURRENT_TRAININGS: String(concurrentTrainings),
  });
  const local = { ...settings, port: 0, grpc: undefined };
  const server = await startServer({ local, root, log: () => undefined, say });
  return { server, client: new Client({ ...server, userId, appId }) };
}

function existing(data: string): string {
  if (existsSync(join(data, 'deeptune.sqlite'))) return data;
  throw new Error(
    `--data is '${data}', which holds no deeptune.sqlite; --keep makes such a folder`,
  );
}
