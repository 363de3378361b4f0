import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../../client/client.ts';
import { startServer } from '../../../local/server.ts';
import type { RunningServer } from '../../../local/server.ts';
import { readSettings } from '../../../local/settings.ts';
import type { GrpcSettings } from '../../../local/settings.ts';
import type { TrainInfo } from '../../../client/parts.ts';
import type { ModelVersion, UsageRecord } from '../../../core/api/wire/messages.ts';
import { getVersion, isEnded, startTraining } from '../../../demo/service.ts';
import { until } from '../../until.ts';

export const root = join(__dirname, '..', '..', '..');
export const python = join(root, '.venv', 'bin', 'python');
export const userId = 'tester';
export const appId = 'lab';

export interface LiveHost {
  readonly client: Client;
  readonly server: RunningServer;
  readonly folder: string;
  /** Lines of the log: events and errors. */
  readonly log: string[];
  close(): Promise<void>;
}

/**
 * The laptop host on a port of its own, in a folder of its own, with one app: real HTTP, real
 * storage, real training.
 */
export async function startLiveHost(
  environment: Record<string, string> = {},
  grpc?: GrpcSettings,
): Promise<LiveHost> {
  const host = await startHostOn(mkdtempSync(join(tmpdir(), 'deeptune-test-')), environment, grpc);
  await host.client.call('PostApps', {}, { apps: [{ id: appId }] });
  return host;
}

/** The same in a folder that may have something in it; the folder goes when the host closes. */
export async function startHostOn(
  folder: string,
  environment: Record<string, string> = {},
  grpc?: GrpcSettings,
): Promise<LiveHost> {
  const local = {
    ...readSettings({
      ...{ DEEPTUNE_FOLDER: folder, DEEPTUNE_USER: userId, DEEPTUNE_CALIBRATE: '0' },
      ...environment,
    }),
    port: 0,
    grpc,
  };
  const log: string[] = [];
  const server = await startServer({
    local,
    root,
    log: (line) => log.push(line),
    say: () => undefined,
  });
  const client = new Client({ ...server, userId, appId, fetch: withoutPaths(folder) });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  };
  return { client, server, folder, log, close };
}

/** Asks, and fails where an answer says where on this machine something lies. */
function withoutPaths(folder: string): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const answer = await fetch(url, init);
    const text = await answer.clone().text();
    const named = [folder, root].find((path) => text.includes(path));
    if (named === undefined) return answer;
    const at = text.indexOf(named);
    throw new Error(`${init.method} ${url} names ${named}: ${text.slice(at - 200, at + 200)}`);
  };
}

/** The version once it is settled, however it ended. */
export function settled(client: Client, modelId: string, versionId: string): Promise<ModelVersion> {
  return until(150, async () => {
    const version = await getVersion(client, modelId, versionId);
    return isEnded(version) ? version : undefined;
  });
}

/** Starts a training and answers its version. */
export function train(
  client: Client,
  modelId: string,
  trainInfo: TrainInfo,
  idempotencyKey?: string,
): Promise<ModelVersion> {
  return startTraining(client, {
    modelId,
    trainInfo,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
}

export async function usageOf(client: Client): Promise<readonly UsageRecord[]> {
  return (await client.call('ListUsageRecords', {})).usage_records;
}

export async function heldMicros(client: Client): Promise<number> {
  return (await client.call('GetAmount', {})).amount.heldMicros;
}
