import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Dependencies } from '../../core/ports/host.ts';
import type { Table } from '../../core/ports/table.ts';
import type {
  Chunk,
  FromThread,
  HeavyAnswer,
  HeavyThreadData,
  PortCall,
  PortResult,
  ToThread,
} from './messages.ts';
import { remotePorts } from './messages.ts';
import { toErrorMessage } from './thread-errors.ts';

interface Waiter {
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
}

const closingMilliseconds = 2_000;
const script = join(import.meta.dirname, 'heavy-worker.ts');

/**
 * The thread for heavy requests, seen from the main one: what it is asked takes its event loop and
 * its memory, and the others have this one for themselves.
 */
export class HeavyThread {
  readonly #worker: Worker;
  readonly #deps: Dependencies;
  readonly #waiters = new Map<number, Waiter>();
  #lastId = 0;
  #ended: Error | undefined;

  /** @param log told one JSON object a line, as the host's own */
  constructor(
    workerData: HeavyThreadData,
    { deps, log }: { readonly deps: Dependencies; readonly log: (line: string) => void },
  ) {
    this.#deps = deps;
    this.#worker = new Worker(script, { workerData, execArgv: [] });
    this.#worker.on('message', (message: FromThread) => {
      if ('log' in message) log(message.log);
      else if ('call' in message) void this.#answer(message);
      else this.#take(message);
    });
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('the thread for heavy requests has ended')));
  }

  /** @param body of the request, whole: it is the thread's from then on */
  fetch(request: Request, body: readonly Chunk[] | undefined): Promise<Response> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = (this.#lastId += 1);
    const { method, url } = request;
    const headers = [...request.headers].filter(([name]) => name !== 'transfer-encoding');
    return new Promise((resolve, reject) => {
      this.#waiters.set(id, { resolve, reject });
      this.#send(
        { id, method, url, headers, body },
        (body ?? []).map(({ buffer }) => buffer),
      );
    });
  }

  /** Answers what is under way, for a while, and ends the thread. */
  async close(): Promise<void> {
    if (this.#ended) return;
    const isOver = new Promise<void>((resolve) => this.#worker.on('exit', () => resolve()));
    this.#send('close', []);
    // Whoever walks through a million records at the end is not waited for.
    const timer = setTimeout(() => void this.#worker.terminate(), closingMilliseconds);
    await isOver;
    clearTimeout(timer);
  }

  #send(message: ToThread, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #take({ id, status, headers, body }: HeavyAnswer): void {
    const waiter = this.#waiters.get(id);
    this.#waiters.delete(id);
    const isEmpty = [204, 304].includes(status);
    waiter?.resolve(
      new Response(isEmpty ? null : body, {
        ...{ status, headers: headers.map(([name, value]): [string, string] => [name, value]) },
      }),
    );
  }

  async #answer({ call, port, method, args }: PortCall): Promise<void> {
    this.#send(await this.#result({ call, port, method, args }), []);
  }

  async #result({ call, port, method, args }: PortCall): Promise<PortResult> {
    try {
      if (port !== 'table' && !remotePorts.includes(port)) throw new Error(`no port ${port}`);
      const asked = this.#deps[port] as unknown as Record<string, (...a: unknown[]) => unknown>;
      if (port === 'table') await (asked as unknown as Table).write(args[0] as never);
      else return { call, result: await asked[method]?.(...args) };
      return { call, result: undefined };
    } catch (error) {
      return { call, error: toErrorMessage(error) };
    }
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiters.values()) reject(this.#ended);
    this.#waiters.clear();
  }
}
