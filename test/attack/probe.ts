import { parentPort, Worker, workerData } from 'node:worker_threads';

/** Every so many milliseconds somebody else asks. */
const every = 25;

/**
 * Asks a host for `/healthz` all the time, from a thread of its own, as another user would who
 * wants nothing special; and says how long he had to wait.
 */
export class Probe {
  readonly #worker: Worker;

  constructor(url: string) {
    this.#worker = new Worker(import.meta.filename, { workerData: url });
  }

  /** The longest wait since the last call, milliseconds; a request that goes on counts as it is. */
  longest(): Promise<number> {
    return new Promise((resolve) => {
      this.#worker.once('message', resolve);
      this.#worker.postMessage('longest');
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function run(url: string): void {
  let longest = 0;
  let asking: number | undefined;
  setInterval(() => {
    if (asking !== undefined) return;
    const started = performance.now();
    asking = started;
    void fetch(`${url}/healthz`)
      .then((answer) => answer.text())
      .catch(() => undefined)
      .finally(() => {
        longest = Math.max(longest, performance.now() - started);
        asking = undefined;
      });
  }, every);
  parentPort?.on('message', () => {
    const waited = asking === undefined ? 0 : performance.now() - asking;
    parentPort?.postMessage(Math.max(longest, waited));
    longest = 0;
  });
}

if (parentPort) run(workerData as string);
