import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { UsageOptions } from '../../billing/usage.ts';
import { day, month, usageDimensionsOrRecord } from '../options/option-values.ts';

/** `deeptune usage`: what was charged, and what the budget has left. */
export function usageCommand(context: CommandContext): Command {
  const command = new Command('usage')
    .summary('what was charged: by day, model, app or kind, beside what it cost')
    .description(
      'Shows what was charged in a month, or in the days that are named, with what AWS was to be paid for it, and what the budget has left. --by record --format csv is for finance: one line per job, amounts in dollars and micro-dollars.',
    )
    .option(
      '--by <what>',
      'what to sum up by: day, model, app, kind, tenant, several separated by commas, or record',
      usageDimensionsOrRecord,
      'day',
    )
    .option('--period <month>', 'such as 2026-11 (this month, UTC)', month)
    .option('--from <day>', 'instead of a month: the first day, such as 2026-11-05', day)
    .option('--to <day>', 'and the last one', day)
    .option('--tenant <user>', "another user's (operators only)")
    .option('--all-tenants', "everybody's (operators only)")
    .action(async (options: UsageOptions, own: Command) =>
      (await import('../../billing/usage.ts')).showUsage(context, own, options),
    );
  return withExamples(
    command,
    { line: 'usage', words: 'this month by day' },
    { line: 'usage --by model', words: 'what each model has cost' },
    { line: 'usage --by app,kind --from 2026-11-01 --to 2026-11-15', words: 'of some days' },
    { line: 'usage --by record --format csv', words: 'one line per job, for finance' },
  );
}
