import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a server as a process of its own, and waits for the line that says where it listens.
 * @throws Error where it ends without one
 */
export async function start(
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /listens on (http:[^,\s]+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stderr.resume();
    return { url, stop: () => (child.kill('SIGTERM'), ended) };
  }
  throw new Error(`${script} ended before it listened`);
}
