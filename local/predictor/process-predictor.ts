import type { Json } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import type {
  ModelArtifact,
  Predictor,
  PredictorInput,
  PredictorOutput,
} from '../../core/ports/predictor.ts';
import type { FileObjects } from '../objects/file-objects.ts';
import { PredictorProcess } from './predictor-process.ts';

/** What `ProcessPredictor` needs to know. */
export interface ProcessPredictorOptions {
  /** Path of the Python that has the trainer's packages. */
  readonly python: string;
  /** Path of `container/serve.py`. */
  readonly server: string;
  readonly objects: FileObjects;
  /** Models kept in memory, 2 by default: the one unused for longest makes room. */
  readonly maxLoaded?: number;
  /** How long each answer may take; 120 by default. */
  readonly timeoutSeconds?: number;
  /**
   * How long loading a model may take; 600 by default. It reads the libraries first, which takes
   * minutes where other processes want the whole machine: ended early, it would begin anew with the
   * next request and never get there.
   */
  readonly loadingSeconds?: number;
  /** Takes what a caller must not see: why a server failed, with its last words. */
  readonly log?: (line: string) => void;
  /** Variables for the server, beside the few it inherits. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * `Predictor` as one child process per model version, which answers for as long as it is used.
 * Waits for a model to be loaded: model-deploying only while it is closed.
 */
export class ProcessPredictor implements Predictor {
  readonly #options: ProcessPredictorOptions;
  /** By model version, the one used last at the end. */
  readonly #loaded = new Map<string, PredictorProcess>();
  #isClosed = false;

  constructor(options: ProcessPredictorOptions) {
    this.#options = options;
  }

  async predict(
    artifact: ModelArtifact,
    inputs: readonly PredictorInput[],
  ): Promise<readonly PredictorOutput[]> {
    const process = this.#load(artifact);
    try {
      return (await process.ask(inputs.map(inJson))) as unknown as readonly PredictorOutput[];
    } catch (error) {
      // Nothing is wrong with the model: the next host that is asked will answer.
      if (this.#isClosed) throw fail('modelDeploying', 'The host is being closed', error);
      throw error;
    }
  }

  async release(modelVersionId: string): Promise<void> {
    this.#loaded.get(modelVersionId)?.kill('the model was released');
    this.#loaded.delete(modelVersionId);
  }

  /** Ends all servers. */
  close(): void {
    this.#isClosed = true;
    for (const process of this.#loaded.values()) process.kill('the host was closed');
    this.#loaded.clear();
  }

  #load({ modelVersionId, prefix }: ModelArtifact): PredictorProcess {
    const known = this.#loaded.get(modelVersionId);
    this.#loaded.delete(modelVersionId);
    const process = known && !known.isDead ? known : this.#start(modelVersionId, prefix);
    this.#loaded.set(modelVersionId, process);
    this.#makeRoom();
    return process;
  }

  #start(modelVersionId: string, prefix: string): PredictorProcess {
    if (this.#isClosed) throw fail('modelDeploying', 'The host is being closed');
    const { python, server, objects, environment = {} } = this.#options;
    const { timeoutSeconds = 120, loadingSeconds = 600 } = this.#options;
    const folder = objects.pathOf(prefix.replace(/\/$/, ''));
    const log = (trouble: string) =>
      this.#options.log?.(`The server of model version ${modelVersionId}: ${trouble}`);
    const limits = { timeoutSeconds, loadingSeconds };
    return new PredictorProcess({ python, server, folder, environment, ...limits, log });
  }

  #makeRoom(): void {
    let tooMany = this.#loaded.size - (this.#options.maxLoaded ?? 2);
    for (const [id, process] of [...this.#loaded].slice(0, -1)) {
      // One that is answering stays until somebody else is loaded: better too many for a while than
      // a lost answer.
      if (tooMany <= 0 || (!process.isIdle && !process.isDead)) continue;
      process.kill('another model needed its room');
      this.#loaded.delete(id);
      tooMany -= 1;
    }
  }
}

function inJson(input: PredictorInput): Json {
  if ('text' in input) return { ...input } as unknown as Json;
  return { image_base64: Buffer.from(input.image).toString('base64') };
}
