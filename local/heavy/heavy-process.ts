import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Dependencies } from '../../core/ports/host.ts';
import type { Table } from '../../core/ports/table.ts';
import type { IncomingBody } from './incoming-body.ts';
import type {
  BodyPiece,
  FromProcess,
  HeavyAnswer,
  HeavyProcessData,
  PortCall,
  PortResult,
  ToProcess,
} from './messages.ts';
import { remotePorts } from './messages.ts';
import { toErrorMessage } from './process-errors.ts';

/** A request that is not answered yet. */
interface UnderWay {
  readonly body: IncomingBody;
  readonly answer: (response: Response) => void;
}

export interface HeavyProcessOptions {
  readonly deps: Dependencies;
  /** Told one JSON object a line, as the host's own. */
  readonly log: (line: string) => void;
}

const closingMilliseconds = 2_000;
const script = join(import.meta.dirname, 'heavy-worker.ts');

/**
 * The process for heavy requests, seen from the one that serves: what it is asked takes its event
 * loop, its memory and its share of the processor, and all others have this one for themselves. A
 * thread would share the collector's helpers and the lock on the memory map with them. Where it
 * ends, the next request starts another.
 */
export class HeavyProcess {
  readonly #data: HeavyProcessData;
  readonly #options: HeavyProcessOptions;
  readonly #underWay = new Map<number, UnderWay>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #isClosing = false;

  constructor(data: HeavyProcessData, options: HeavyProcessOptions) {
    this.#data = data;
    this.#options = options;
    this.#child = this.#start();
  }

  /** Of the process that runs; undefined between two. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @param body of the request, which is read only as it is asked for */
  fetch(request: Request, body: IncomingBody): Promise<Response> {
    if (this.#isClosing) return Promise.resolve(ended());
    this.#child ??= this.#start();
    const id = (this.#lastId += 1);
    const { method, url } = request;
    const headers = [...request.headers].filter(([name]) => name !== 'transfer-encoding');
    return new Promise((answer) => {
      this.#underWay.set(id, { body, answer });
      this.#send({ id, method, url, headers, hasBody: request.body !== null });
    });
  }

  /** Answers what is under way, for a while, and ends the process. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const child = this.#child;
    if (!child) return;
    const isOver = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    this.#send('close');
    // Whoever walks through a million records at the end is not waited for.
    const timer = setTimeout(() => child.kill('SIGKILL'), closingMilliseconds);
    await isOver;
    clearTimeout(timer);
  }

  #start(): ChildProcess {
    const child = fork(script, {
      // Its garbage is collected on its own core alone: where there are two, one is left.
      execArgv: ['--single-threaded-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (message: FromProcess) => this.#take(message));
    child.on('error', (error) => this.#end(child, error.message));
    child.on('exit', (code, signal) => this.#end(child, `exit ${signal ?? code}`));
    child.send({ start: this.#data } satisfies ToProcess);
    return child;
  }

  /** What cannot be sent belongs to a process whose end is told of. */
  #send(message: ToProcess): void {
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }

  #take(message: FromProcess): void {
    if ('log' in message) this.#options.log(message.log);
    else if ('call' in message) void this.#result(message).then((result) => this.#send(result));
    else if ('pull' in message) void this.#piece(message.pull).then((piece) => this.#send(piece));
    else void this.#answer(message);
  }

  async #piece(id: number): Promise<BodyPiece> {
    try {
      return { body: id, piece: await this.#underWay.get(id)?.body.next() };
    } catch (error) {
      return { body: id, broken: String(error) };
    }
  }

  async #answer({ id, status, headers, body }: HeavyAnswer): Promise<void> {
    const asked = this.#underWay.get(id);
    this.#underWay.delete(id);
    await asked?.body.discard();
    const isEmpty = [204, 304].includes(status);
    asked?.answer(
      new Response(isEmpty ? null : body, {
        ...{ status, headers: headers.map(([name, value]): [string, string] => [name, value]) },
      }),
    );
  }

  async #result({ call, port, method, args }: PortCall): Promise<PortResult> {
    try {
      if (port !== 'table' && !remotePorts.includes(port)) throw new Error(`no port ${port}`);
      const { deps } = this.#options;
      const asked = deps[port] as unknown as Record<string, (...a: unknown[]) => unknown>;
      if (port === 'table') await (asked as unknown as Table).write(args[0] as never);
      else return { call, result: await asked[method]?.(...args) };
      return { call, result: undefined };
    } catch (error) {
      return { call, error: toErrorMessage(error) };
    }
  }

  #end(child: ChildProcess, why: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (this.#underWay.size === 0) return;
    this.#options.log(JSON.stringify({ error: `the process for heavy requests ended: ${why}` }));
    for (const { answer } of this.#underWay.values()) answer(ended());
    this.#underWay.clear();
  }
}

const details =
  'The process that served this request has ended; look at what it stored before you send it again';

function ended(): Response {
  const status = { code: 10030, description: 'Try again', details };
  return Response.json({ status }, { status: 503 });
}
