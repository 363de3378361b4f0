import type { Task, Tasks } from '../../core/ports/tasks.ts';

export interface PromiseTasksOptions {
  /** @param hasTime false once the host closes: what is left goes on after its next start */
  readonly run: (task: Task, hasTime: () => boolean) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/**
 * `Tasks` as promises of this process, one after the other. What a killed process leaves is started
 * again by the reconciler, which runs at the start and every five seconds.
 */
export class PromiseTasks implements Tasks {
  readonly #options: PromiseTasksOptions;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: PromiseTasksOptions) {
    this.#options = options;
  }

  async start(task: Task): Promise<void> {
    if (this.#isClosed) return;
    this.#last = this.#last.then(() => this.#run(task));
  }

  /**
   * Waits for the running task to come to the next point at which it can stop; none is begun any
   * more.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
  }

  async #run(task: Task): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#options.run(task, () => !this.#isClosed);
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
