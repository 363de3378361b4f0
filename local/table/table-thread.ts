import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Question, Reply, TableWorkerData } from './table-messages.ts';
import { errorFromMessage } from './table-messages.ts';

interface Waiter {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const script = join(import.meta.dirname, 'table-worker.ts');

/** A table's worker, asked from the event loop. It keeps the process alive while it is asked. */
export class TableThread {
  readonly #worker: Worker;
  readonly #waiters = new Map<number, Waiter>();
  #lastId = 0;
  #ended: Error | undefined;

  constructor(workerData: TableWorkerData) {
    this.#worker = new Worker(script, { workerData, execArgv: [] });
    this.#worker.on('message', (reply: Reply) => this.#take(reply));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('the thread of the database has ended')));
    this.#worker.unref();
  }

  /** @throws Error what the worker threw, or that it has ended */
  ask<Result>(question: Question): Promise<Result> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = (this.#lastId += 1);
    if (this.#waiters.size === 0) this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiters.set(id, { resolve: resolve as Waiter['resolve'], reject });
      this.#worker.postMessage({ ...question, id });
    });
  }

  /** Answers what was asked before, closes the database and ends the thread. */
  close(): Promise<void> {
    if (this.#ended) return Promise.resolve();
    this.#worker.ref();
    return new Promise((resolve) => {
      this.#worker.on('exit', () => resolve());
      this.#worker.postMessage('close');
    });
  }

  #take(reply: Reply): void {
    const waiter = this.#waiters.get(reply.id);
    this.#waiters.delete(reply.id);
    if (this.#waiters.size === 0) this.#worker.unref();
    if ('error' in reply) waiter?.reject(errorFromMessage(reply.error));
    else waiter?.resolve(reply.result);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiters.values()) reject(this.#ended);
    this.#waiters.clear();
  }
}
