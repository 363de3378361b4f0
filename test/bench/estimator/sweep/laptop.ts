import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '../../../../client/client.ts';
import type { Device } from '../../../../core/estimate/device/device.ts';
import { stagePackaged } from '../../../../demo/stage-packaged.ts';
import { machineHere } from '../../../../local/machine/calibrate-now.ts';
import { ensurePython } from '../../../../local/python/python-environment.ts';
import { startServer } from '../../../../local/server.ts';
import { readSettings } from '../../../../local/settings.ts';
import { root } from '../paths.ts';

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
  /** The machine as the host's calibration measured it. */
  readonly device: Device;
  close(): Promise<void>;
}

/**
 * Starts the host on a data folder, which a sweep that was cut off has filled, with small
 * architectures in place of base models that are not packaged. Waits until the host has calibrated
 * its machine, and stages the base models that are packaged.
 * @param say receives progress, a line at a time
 * @throws Error where the machine could not be calibrated
 */
export async function startLaptop(folder: string, say: (line: string) => void): Promise<Laptop> {
  const { python } = await ensurePython(root, say);
  const read = readSettings({ ...process.env, DEEPTUNE_FOLDER: folder, DEEPTUNE_STAND_INS: '1' });
  const local = { ...read, port: 0, grpc: undefined, userId, calibrates: true };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = await startServer({ local, root, log: () => undefined, say });
  try {
    await server.calibrated;
    const device = await calibratedDevice(folder, say);
    const client = new Client({ ...server, userId, appId });
    await prepareFolder({ folder, python }, client);
    return { client, python, folder, userId, device, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function calibratedDevice(folder: string, say: (line: string) => void): Promise<Device> {
  const { file } = await machineHere({ folder, root, asked: undefined, say });
  const { device } = file;
  if (device.source === 'calibration') return device;
  throw new Error(`this machine could not be calibrated: ${device.name}`);
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
