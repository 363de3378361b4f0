import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Client } from '../../../../client/client.ts';
import { stagePackaged } from '../../../../demo/stage-packaged.ts';
import { ensurePython } from '../../../../local/python/python-environment.ts';
import { startServer } from '../../../../local/server.ts';
import { readSettings } from '../../../../local/settings.ts';
import { root } from '../../estimator/paths.ts';
import { startForkServer } from './fork-server.ts';
import type { ForkServer } from './fork-server.ts';

const userId = 'bench';

/** A laptop host whose trainings are forked, and what it needs. */
export interface Laptop {
  readonly python: string;
  /** Folder of its objects: the key is the path below. */
  readonly objects: string;
  readonly userId: string;
  readonly trainer: ForkServer;
  clientOf(appId: string): Client;
  stage(packaged: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the host with an empty data folder below `folder`. It is the service as it stands, over
 * HTTP; only the process of a training is forked from one that has imported torch already.
 * @param trainings at the same time
 */
export async function startLaptop(
  folder: string,
  trainings: number,
  say: (line: string) => void,
): Promise<Laptop> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { python } = await ensurePython(root, say);
  const shadow = shadowRoot(join(folder, 'root'));
  process.env['PATH'] = [join(shadow, 'bin'), process.env['PATH']].join(delimiter);
  const container = join(root, 'container');
  const trainer = await startForkServer(python, join(shadow, 'container/socket'), container);
  const data = join(folder, 'data');
  const read = readSettings({
    DEEPTUNE_FOLDER: data,
    DEEPTUNE_MAX_CONCURRENT_TRAININGS: String(trainings),
    DEEPTUNE_CALIBRATE: '0',
    DEEPTUNE_DEVICE: 'cpu',
  });
  const local = { ...read, port: 0, grpc: undefined, userId };
  const server = await startServer({ local, root: shadow, log: () => undefined, say });
  const close = async () => {
    await server.close();
    trainer.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  };
  return {
    ...{ python, userId, trainer, close, objects: join(data, 'objects') },
    clientOf: (appId) => new Client({ ...server, userId, appId }),
    stage: async (packaged) => void (await stagePackaged(packaged, { folder: data, python })),
  };
}

/** A root in which `container/train.py` asks the fork server, and all else is the repository's. */
function shadowRoot(shadow: string): string {
  const container = join(shadow, 'container');
  mkdirSync(container, { recursive: true });
  symlinkSync(join(root, '.venv'), join(shadow, '.venv'));
  for (const name of readdirSync(join(root, 'container')))
    if (name !== 'train.py') symlinkSync(join(root, 'container', name), join(container, name));
  for (const name of ['train.py', 'orders.py'])
    copyFileSync(join(import.meta.dirname, '../trainer', name), join(container, name));
  writeQuickTar(join(shadow, 'bin'));
  return shadow;
}

/** Packs without pressing: nobody waits for archives here, and a MiniLM takes gzip four seconds. */
function writeQuickTar(bin: string): void {
  mkdirSync(bin);
  const tar = '#!/bin/sh\nshift\nPATH="${PATH#*:}" exec tar -cf "$@"\n';
  writeFileSync(join(bin, 'tar'), tar, { mode: 0o700 });
}
