import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../core/json.ts';
import { PredictorProcess } from '../../local/predictor/predictor-process.ts';
import type { Loose } from '../wire/protocol/wire.ts';
import type { BucketFolders } from './bucket-folders.ts';

/**
 * The models behind the endpoints: each the archive that its training job left, served by the code
 * inside it.
 */
export class HostedModels {
  readonly #on: { folder: string; folders: BucketFolders; python: string };
  readonly #loaded = new Map<string, PredictorProcess>();

  constructor(on: { folder: string; folders: BucketFolders; python: string }) {
    this.#on = on;
  }

  /** @param model the `CreateModel` request */
  async load(endpointName: string, model: Loose): Promise<void> {
    const { ModelDataUrl, Environment } = model.PrimaryContainer;
    const folder = join(this.#on.folder, endpointName);
    mkdirSync(folder, { recursive: true });
    const archive = join(folder, 'model.tar.gz');
    writeFileSync(archive, await this.#on.folders.read(ModelDataUrl));
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
    const server = new PredictorProcess({
      python: this.#on.python,
      server: join(import.meta.dirname, 'model_host.py'),
      folder,
      timeoutSeconds: 120,
      loadingSeconds: 600,
      log: (trouble) => process.stderr.write(`${trouble}\n`),
      environment: { ...Environment, OMP_NUM_THREADS: '1' },
    });
    this.#loaded.set(endpointName, server);
    await server.ask([]);
  }

  async invoke(endpointName: string, inputs: readonly Json[]): Promise<readonly Json[]> {
    const server = this.#loaded.get(endpointName);
    if (!server) throw new Error(`${endpointName} serves no model`);
    return server.ask(inputs);
  }

  close(): void {
    for (const server of this.#loaded.values()) server.kill('the test is over');
  }
}
