import type { Client } from '../../../../client/client.ts';
import { nothing, plus } from '../../../../cli/import/counts.ts';
import type { Counts } from '../../../../cli/import/counts.ts';
import type { Problem } from '../../../../cli/import/entry.ts';
import type { Recognised } from '../../../../cli/import/layout.ts';
import { inBatches } from '../../../../cli/import/sending/batches.ts';
import { prepareInput } from '../../../../cli/import/sending/prepare.ts';
import { ensureDataset, sendBatch } from '../../../../cli/import/sending/send-batch.ts';
import type { SourceFiles } from '../../../../cli/import/source-files.ts';

export type RunState = 'sending' | 'waiting' | 'paused' | 'stopped' | 'done' | 'failed';

export interface RunOptions {
  readonly client: Client;
  readonly datasetId: string;
  readonly source: Recognised;
  readonly files: SourceFiles;
  /** True: inputs that are there take over the source's labels. */
  readonly update: boolean;
  /** Entries of the source, as the look has counted them. */
  readonly total: number;
  /** Which user's which app and dataset it goes to: `local/shop/products`. */
  readonly place: string;
}

/**
 * One import in this tab: sends batch after batch, can pause and stop between two of them, and goes
 * on while other pages of the console are looked at.
 */
export class ImportRun {
  readonly options: RunOptions;
  state: RunState = 'sending';
  counts: Counts = nothing;
  readonly problems: Problem[] = [];
  /** Why it failed. */
  error: Error | undefined;
  #resume: (() => void) | undefined;

  constructor(options: RunOptions) {
    this.options = options;
  }

  /** True while it would be lost with the page. */
  get isOpen(): boolean {
    return this.state === 'sending' || this.state === 'waiting' || this.state === 'paused';
  }

  /**
   * Sends everything that is left. After a failure the same again: what was sent is there, and is
   * counted as such.
   */
  async start(): Promise<void> {
    this.error = undefined;
    this.counts = nothing;
    this.problems.length = 0;
    this.#become('sending');
    try {
      await ensureDataset(this.options.client, this.options.datasetId);
      await this.#sendAll();
      if (this.isOpen) this.#become('done');
    } catch (error) {
      this.error = error as Error;
      this.#become('failed');
    }
  }

  /** Once more from the beginning: what is there is not sent twice. */
  retry(): void {
    if (!this.isOpen) void this.start();
  }

  pause(): void {
    if (this.state === 'sending' || this.state === 'waiting') this.#become('paused');
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.#become('sending');
    this.#resume?.();
  }

  stop(): void {
    if (!this.isOpen) return;
    this.#become('stopped');
    this.#resume?.();
  }

  async #sendAll(): Promise<void> {
    const { client, datasetId, files, source, update } = this.options;
    const preparing = { datasetId, files: source.files ?? files, byUrl: false };
    for await (const batch of inBatches(source.read(), (entry) => prepareInput(entry, preparing))) {
      await this.#turn();
      if (this.state === 'stopped') return;
      const wait = (milliseconds: number) => this.#wait(milliseconds);
      const { change, problems } = await sendBatch(client, batch, { datasetId, update, wait });
      this.counts = plus(this.counts, change);
      this.problems.push(...problems);
      say();
    }
  }

  /** The service is busy or away. */
  async #wait(milliseconds: number): Promise<void> {
    if (this.state === 'sending') this.#become('waiting');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (this.state === 'waiting') this.#become('sending');
  }

  async #turn(): Promise<void> {
    if (this.state === 'paused')
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
  }

  #become(state: RunState): void {
    this.state = state;
    say();
  }
}

/** The import of this tab: it outlives the page that began it. */
let current: ImportRun | undefined;
const listeners = new Set<() => void>();

/** Told whatever becomes of it. @returns how to stop listening */
export function onRun(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function say(): void {
  for (const listener of listeners) listener();
}

export function currentRun(): ImportRun | undefined {
  return current;
}

/** @throws Error while another one is open */
export function beginRun(options: RunOptions): ImportRun {
  if (current?.isOpen) throw new Error('Another import is under way in this tab');
  current = new ImportRun(options);
  addEventListener('beforeunload', warn);
  void current.start();
  return current;
}

export function forgetRun(): void {
  if (!current?.isOpen) current = undefined;
  say();
}

/** The browser asks whether the tab is to be closed. */
function warn(event: BeforeUnloadEvent): void {
  if (current?.isOpen) event.preventDefault();
}
