import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { HandlerName } from '../../lambda/environment.ts';
import { variables } from '../lambda/account.ts';

/** Milliseconds from the start of a Node process. */
export interface ColdStart {
  /** Until the code is loaded. */
  readonly loaded: number;
  /**
   * Until the first event is answered; absent for steps of the workflow, whose event would need a
   * training.
   */
  readonly answered?: number;
}

/** @param endpoint of the account that the handler talks to */
export function coldStart(
  handler: HandlerName,
  bundle: string,
  endpoint: string,
): Promise<ColdStart> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'first-event.ts')], {
    env: {
      ...process.env,
      ...variables,
      HANDLER: handler,
      BUNDLE: bundle,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) =>
    child.on('exit', (code) => {
      if (code === 0) resolve(JSON.parse(output) as ColdStart);
      else reject(new Error(`${handler} did not answer its first event`));
    }),
  );
}
