import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from '../free-port.ts';
import { until } from '../until.ts';

export const root = dirname(dirname(import.meta.dirname));
export const userId = 'victim';

/** A laptop host in a process of its own, as a person starts it, on 127.0.0.1. */
export class HostProcess {
  readonly folder: string;
  readonly port: number;
  /** What it wrote to stderr since the last start. */
  said = '';
  /** What it logged since the last start. */
  log = '';
  #child: ChildProcess | undefined;
  #exit: Promise<number | null> = Promise.resolve(0);

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  static async in(folder: string): Promise<HostProcess> {
    return new HostProcess(folder, await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get key(): string {
    return readFileSync(join(this.folder, 'key'), 'utf8').trim();
  }

  get isRunning(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it, and waits until it listens or has ended. @returns true where it listens */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<boolean> {
    [this.said, this.log] = ['', ''];
    const child = spawn(process.execPath, [join(root, 'bin', 'serve.ts')], {
      cwd: root,
      env: {
        ...process.env,
        DEEPTUNE_FOLDER: this.folder,
        DEEPTUNE_CALIBRATE: '0',
        DEEPTUNE_PORT: String(this.port),
        DEEPTUNE_GRPC_PORT: '0',
        DEEPTUNE_USER: userId,
        ...environment,
      },
    });
    child.stderr.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once('exit', resolve));
    const isUp = () => this.said.includes('deeptune listens on');
    await until(90, async () => (isUp() || !this.isRunning ? true : undefined));
    return isUp();
  }

  /** Exit code, once it has ended. */
  exit(): Promise<number | null> {
    return this.#exit;
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (this.isRunning) this.#child?.kill(signal);
    await this.#exit;
  }

  /** Resident memory, MiB; undefined where the system does not say. */
  get memoryMiB(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#child?.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
    } catch {
      return undefined;
    }
  }
}
