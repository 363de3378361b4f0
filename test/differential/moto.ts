import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { freePort } from '../free-port.ts';

export interface Moto {
  readonly client: SFNClient;
  close(): void;
}

const folder = import.meta.dirname;

/**
 * Starts moto's server on a free port, with its interpreter switched on.
 * @param python of the environment that `requirements.txt` describes
 * @throws Error with moto's own words where it does not come up within 60 s
 */
export async function startMoto(python: string, lambdaUrl: string): Promise<Moto> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(python, [join(folder, 'interpreter.py'), String(port), lambdaUrl], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  await untilUp(url, child, said);
  const client = new SFNClient({
    region: 'eu-central-1',
    endpoint: url,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  const close = () => {
    client.destroy();
    child.kill();
  };
  return { client, close };
}

async function untilUp(url: string, child: ChildProcess, said: readonly string[]): Promise<void> {
  const config = { stepfunctions: { execute_state_machine: true }, lambda: { use_docker: false } };
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const asked = fetch(`${url}/moto-api/config`, { method: 'POST', body: JSON.stringify(config) });
    const isUp = await asked.then(({ ok }) => ok).catch(() => false);
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error(`moto did not start: ${said.join('').slice(-2000)}`);
}
