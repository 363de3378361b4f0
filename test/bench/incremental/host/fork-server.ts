import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const server = join(import.meta.dirname, '../trainer/fork_server.py');

/** Python with torch imported, which forks for each order. */
export interface ForkServer {
  /** The answer to an order, see `fork_server.py`. @throws Error with what it failed by */
  ask<Answer>(order: object): Promise<Answer>;
  close(): void;
}

/**
 * Starts it; one thread for each order, as one training has one core.
 * @param socket path that is made
 * @param container folder of the trainer
 * @throws Error where it ends before it is ready
 */
export async function startForkServer(
  python: string,
  socket: string,
  container: string,
): Promise<ForkServer> {
  const child = spawn(python, [server, socket, container], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', PYTHONUNBUFFERED: '1', DEEPTUNE_DEVICE: 'cpu' },
  });
  const ready = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    once(child, 'exit').then(() => false),
  ]);
  if (!ready) throw new Error('the fork server ended before it was ready');
  return {
    ask: (order) => asked(socket, order),
    close: () => void child.stdin.end(),
  };
}

async function asked<Answer>(socket: string, order: object): Promise<Answer> {
  const connection = createConnection(socket);
  try {
    connection.write(`${JSON.stringify(order)}\n`);
    const [line] = (await once(createInterface(connection), 'line')) as [string];
    const answer = JSON.parse(line) as Answer & { readonly error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  } finally {
    connection.destroy();
  }
}
