import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Json, JsonObject } from '../../core/json.ts';
import { fail } from '../../core/errors.ts';
import { childEnvironment } from '../python/child-environment.ts';

/** How to start a server of one model. */
export interface PredictorCommand {
  readonly python: string;
  /** Path of `container/serve.py`. */
  readonly server: string;
  /** Folder of the export. */
  readonly folder: string;
  /** How long each answer may take. */
  readonly timeoutSeconds: number;
  /** How long it may take until it is ready. */
  readonly loadingSeconds: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What went wrong, with the server's own words: for the host's log, never for a caller. */
  readonly log: (trouble: string) => void;
}

interface Waiting {
  readonly resolve: (message: JsonObject) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Message number of the first line, which nobody asked for. */
const readyId = 0;
const maxComplaintLength = 2_000;
const maxShownLength = 200;

/**
 * One running `serve.py`: JSON lines in and out, as it documents. Dead for good once it ended or
 * does not answer in time. A caller hears that it failed; why, with the server's last words, goes
 * to the log alone.
 */
export class PredictorProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #timeoutSeconds: number;
  readonly #log: (trouble: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready: Promise<JsonObject>;
  #lastId = readyId;
  #asking = 0;
  #complaint = '';
  /** What a caller is told. */
  #deathReason: string | undefined;

  constructor(command: PredictorCommand) {
    const { python, server, folder, environment } = command;
    this.#timeoutSeconds = command.timeoutSeconds;
    this.#log = command.log;
    this.#child = spawn(python, [server, '--model', folder], {
      env: childEnvironment(environment),
    });
    this.#ready = this.#expect(readyId, 'loading the model', command.loadingSeconds);
    // Nobody may be waiting yet: the next to ask gets the error.
    this.#ready.catch(() => undefined);
    this.#listen();
  }

  get isDead(): boolean {
    return this.#deathReason !== undefined;
  }

  /** Nothing is being asked. */
  get isIdle(): boolean {
    return this.#asking === 0;
  }

  /** Asks for one output per input. @throws DeeptuneError prediction-failed */
  async ask(inputs: readonly Json[]): Promise<readonly Json[]> {
    this.#asking += 1;
    try {
      return await this.#askWhenReady(inputs);
    } finally {
      this.#asking -= 1;
    }
  }

  /** Ends it at once; whoever waits gets prediction-failed. */
  kill(reason: string): void {
    this.#die(reason);
    this.#child.kill('SIGKILL');
  }

  async #askWhenReady(inputs: readonly Json[]): Promise<readonly Json[]> {
    await this.#ready;
    const id = (this.#lastId += 1);
    const answer = this.#expect(id, 'an answer', this.#timeoutSeconds);
    this.#child.stdin.write(`${JSON.stringify({ id, inputs })}\n`);
    const { outputs, error } = await answer;
    if (Array.isArray(outputs) && outputs.length === inputs.length) return outputs as Json[];
    this.#log(`it gave no answer: ${shown(JSON.stringify(error ?? outputs) ?? 'nothing')}`);
    throw fail('predictionFailed', 'The model could not answer this request');
  }

  #listen(): void {
    const child = this.#child;
    createInterface(child.stdout).on('line', (line) => this.#receive(line));
    child.stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-maxComplaintLength);
    });
    // A dead child's pipe breaks: its exit says why.
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => this.#end('it could not be started', error.message));
    child.on('close', (code, signal) =>
      this.#end('it ended', `${signal ?? `exit code ${code}`}; ${this.#complaint.trim()}`),
    );
  }

  #receive(line: string): void {
    const message = messageIn(line);
    // A library's own print: whoever waits still gets his line.
    if (!message) return this.#log(`it said ${shown(line)}, which is no message`);
    const id = message['ready'] === true ? readyId : Number(message['id'] ?? NaN);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    waiting?.resolve(message);
  }

  #expect(id: number, what: string, seconds: number): Promise<JsonObject> {
    if (this.#deathReason !== undefined) return Promise.reject(this.#failure());
    return new Promise((resolve, reject) => {
      const late = (): void => {
        const reason = `${what} took more than ${seconds} s`;
        this.#end(reason, this.#complaint.trim());
        this.kill(reason);
      };
      const timer = setTimeout(late, seconds * 1_000);
      timer.unref();
      this.#waiting.set(id, { resolve, reject, timer });
    });
  }

  /** It ended by itself, and the first to notice says so in the log. */
  #end(reason: string, detail: string): void {
    if (!this.isDead) this.#log(`${reason}: ${detail}`);
    this.#die(reason);
  }

  #die(reason: string): void {
    this.#deathReason ??= reason;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#failure());
    }
    this.#waiting.clear();
  }

  #failure(): Error {
    return fail('predictionFailed', `The model's server failed: ${this.#deathReason}`);
  }
}

/** Undefined where a line is no JSON object. */
function messageIn(line: string): JsonObject | undefined {
  try {
    const message = JSON.parse(line) as Json;
    const isObject = typeof message === 'object' && message !== null && !Array.isArray(message);
    return isObject ? (message as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

const shown = (text: string) => JSON.stringify(text.slice(0, maxShownLength));
