import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoopDelay } from './loop-delay.ts';

export interface Running {
  readonly url: string;
  /** The event loop of the server since the last time. */
  loopDelay(): Promise<LoopDelay>;
  stop(): Promise<void>;
}

const preload = join(import.meta.dirname, 'loop-delay.ts');

/**
 * Starts a server as a process of its own, and waits for the line that says where it listens.
 * @throws Error where it ends without one
 */
export async function start(
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(process.execPath, ['--import', preload, script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const { stderr } = child;
  if (!stderr) throw new Error('no stderr');
  for await (const line of createInterface({ input: stderr })) {
    const url = /listens on (http:[^,\s]+)/.exec(line)?.[1];
    if (url === undefined) continue;
    stderr.resume();
    return {
      url,
      loopDelay: async () => {
        child.send('read');
        return ((await once(child, 'message')) as [LoopDelay])[0];
      },
      stop: () => (child.kill('SIGTERM'), ended),
    };
  }
  throw new Error(`${script} ended before it listened`);
}
