import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { wholeNumber } from '../options/option-values.ts';

/** `deeptune ledger`: what the money was entered as. */
export function ledgerCommand(context: CommandContext): Command {
  return new Command('ledger')
    .summary('every entry of money: set aside, charged, given back, invoiced')
    .description(
      'Shows your ledger: each entry is sealed on the one before, and none is ever changed. "deeptune verify" recomputes it.',
    )
    .addCommand(listCommand(context), { isDefault: true })
    .addCommand(exportCommand(context));
}

const load = () => import('../../ledger/ledger.ts');

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('entries, newest first')
    .description(
      'Lists the newest entries. With --format csv: one line per posting, debits positive, for bookkeeping.',
    )
    .option('--limit <count>', 'at most so many entries', wholeNumber, 50)
    .action(async (options: { readonly limit: number }, own: Command) =>
      (await load()).listLedger(context, own, options),
    );
  return withExamples(
    command,
    { line: 'ledger', words: 'the newest entries' },
    { line: 'ledger list --limit 1000 --format csv', words: 'postings, for bookkeeping' },
  );
}

function exportCommand(context: CommandContext): Command {
  const command = new Command('export')
    .summary('the whole books as a file that "deeptune verify" reads')
    .description(
      'Writes ledger, usage records, open holds, budget counters and invoices to stdout, as JSON lines of one instant. Keep one of them: "deeptune verify --against" finds out if the ledger was ever cut or written anew.',
    )
    .action(async (_options, own: Command) => (await load()).exportLedger(context, own));
  return withExamples(command, {
    line: 'ledger export > ledger.jsonl',
    words: 'then: deeptune verify ledger.jsonl',
  });
}
