import type { CommandContext } from '../context.ts';
import type { CommandFailure } from '../failure.ts';
import type { Format } from './format.ts';
import { safeJson, safeText } from './safe-text.ts';

/**
 * Says on stderr why a command could not do its work: code, value, what would be right, and the
 * commands that would work; with `--format json` as one JSON object.
 */
export function writeFailure(
  { err, environment }: Pick<CommandContext, 'err' | 'environment'>,
  { message, code, exitStatus, next }: CommandFailure,
  { format = environment['DEEPTUNE_FORMAT'] as Format }: { readonly format?: Format | undefined },
): void {
  if (format === 'json') {
    err.write(`${safeJson(JSON.stringify({ error: { code, message, exitStatus, next } }))}\n`);
    return;
  }
  const { red, dim, bold } = err.style;
  const lines = message.split('\n').map(safeText);
  err.write(`${bold(red('error:'))} ${lines.join('\n  ')} ${dim(`[${safeText(code)}]`)}\n`);
  for (const command of next) err.write(`  try: ${bold(safeText(command))}\n`);
}
