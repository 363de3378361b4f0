import { Command, Option } from 'commander';
import type { CreditOptions, DownloadOptions, Whose } from '../../billing/invoices.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';
import { month } from '../options/option-values.ts';

/** `deeptune invoices`: what is to be paid. */
export function invoicesCommand(context: CommandContext): Command {
  const command = new Command('invoices')
    .summary('what is to be paid, month by month; operators issue, void and credit')
    .description(
      'Lists invoices with the draft of what is not invoiced yet, shows one line by line, and saves one as CSV or as a page to print. Operators issue, pay, void and credit them.',
    );
  const all = [list, show, download, issue, pay, voidInvoice, credit];
  for (const [index, make] of all.entries())
    command.addCommand(make(context), { isDefault: index === 0 });
  return command;
}

const load = () => import('../../billing/invoices.ts');

const whose = (command: Command) =>
  command.option('--tenant <user>', "another user's (operators only)");

function list(context: CommandContext): Command {
  const command = whose(
    new Command('list').summary('all of them, the draft of this month first'),
  ).action(async (options: Whose, own: Command) =>
    (await load()).listInvoices(context, own, options),
  );
  return withExamples(command, { line: 'invoices', words: 'all of yours' });
}

function show(context: CommandContext): Command {
  const command = whose(
    new Command('show')
      .summary('one, line by line')
      .argument('[invoice]', 'such as 2026-11-0001 or draft-2026-11 (the draft of this month)'),
  ).action(async (id: string | undefined, options: Whose, own: Command) =>
    (await load()).showInvoice(context, own, { ...options, id }),
  );
  return withExamples(
    command,
    { line: 'invoices show', words: 'the draft of this month' },
    { line: 'invoices show 2026-11-0001 --format csv', words: 'its lines, for finance' },
  );
}

function download(context: CommandContext): Command {
  const command = whose(
    new Command('download')
      .summary('save one as a page to print, or as CSV')
      .argument('<invoice>', 'such as 2026-11-0001 or draft-2026-11'),
  )
    .addOption(new Option('--as <kind>', 'what to save').choices(['html', 'csv']).default('html'))
    .option('--out <path>', 'file or folder (here, under its own name)')
    .action(async (id: string, options: DownloadOptions, own: Command) =>
      (await load()).downloadInvoice(context, own, { ...options, id }),
    );
  return withExamples(command, {
    line: 'invoices download 2026-11-0001 --as csv',
    words: 'as CSV',
  });
}

function issue(context: CommandContext): Command {
  const command = whose(
    new Command('issue')
      .summary('issue the invoice of a month that is over (operators)')
      .argument('<month>', 'such as 2026-11', month),
  ).action(async (period: string, options: Whose, own: Command) =>
    (await load()).issueInvoice(context, own, { ...options, period }),
  );
  return withExamples(command, { line: 'invoices issue 2026-10 --tenant alice', words: "alice's" });
}

const oneInvoice = (command: Command) =>
  whose(command.argument('<invoice>', 'such as 2026-11-0001'));

function pay(context: CommandContext): Command {
  return oneInvoice(new Command('pay').summary('say that it was paid (operators)')).action(
    async (id: string, options: Whose, own: Command) =>
      (await load()).endInvoice(context, own, { ...options, id, status: 'paid' }),
  );
}

function voidInvoice(context: CommandContext): Command {
  return oneInvoice(
    new Command('void').summary('void it: what was on it can be invoiced again (operators)'),
  ).action(async (id: string, options: Whose, own: Command) =>
    (await load()).endInvoice(context, own, { ...options, id, status: 'void' }),
  );
}

function credit(context: CommandContext): Command {
  const command = oneInvoice(new Command('credit').summary('give a part of it back (operators)'))
    .argument('<dollars>', 'such as 1.25', price)
    .requiredOption('--reason <text>', 'why, for whoever reads the invoice')
    .option('--name <name>', 'given once under this name, however often it is asked for')
    .action(async (id: string, micros: number, options: CreditOptions, own: Command) =>
      (await load()).creditInvoice(context, own, { ...options, id, micros }),
    );
  return withExamples(command, {
    line: 'invoices credit 2026-11-0001 1.25 --reason "an outage of ours" --tenant alice',
    words: 'a part of alice’s',
  });
}
