import { spawn } from 'node:child_process';
import { platform } from 'node:os';
import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { findModel } from '../training/find-model.ts';
import { usageFailure } from '../frame/failure.ts';

/** `deeptune open`. The key never stands in the address: the console asks for it. */
export async function openConsole(
  context: CommandContext,
  command: Command,
  { model, isOpened }: { readonly model: string | undefined; readonly isOpened: boolean },
): Promise<void> {
  const session = await context.connect(command, { app: model === undefined ? 'none' : 'needed' });
  if (model !== undefined) await findModel(session.client, model);
  const path = ['apps', session.app, 'models', model ?? ''].map(encodeURIComponent).join('/');
  const address = `${consoleUrl(session.url, context)}/${model === undefined ? '' : path}`;
  context.output(command).text([address], { url: address });
  context.say(command, `sign in with the key of ${session.keyFrom}`);
  if (isOpened && context.out.isTerminal) openInBrowser(address);
}

/**
 * The laptop host serves the console itself, and so does CloudFront, which serves the API beside
 * it; only API Gateway's own address has none.
 */
function consoleUrl(url: string, { environment }: CommandContext): string {
  const own = environment['DEEPTUNE_CONSOLE_URL']?.replace(/\/$/, '');
  if (own) return own;
  if (!/\.execute-api\./.test(url)) return url;
  throw usageFailure(
    `The console of ${url} has an address of its own: set DEEPTUNE_CONSOLE_URL to the output ConsoleUrl of its stack`,
  );
}

function openInBrowser(address: string): void {
  const [program, ...words] = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  }[platform() as string] ?? ['xdg-open'];
  const child = spawn(program ?? 'xdg-open', [...words, address], {
    detached: true,
    stdio: 'ignore',
  });
  // Where there is no browser the address was printed.
  child.on('error', () => undefined);
  child.unref();
}
