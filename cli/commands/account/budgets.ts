import { Command, Option } from 'commander';
import type { BudgetNamed, BudgetSet } from '../../budgets/budgets.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';
import { month } from '../options/option-values.ts';

/** `deeptune budgets`: how much may be spent, and what was. */
export function budgetsCommand(context: CommandContext): Command {
  const command = new Command('budgets')
    .summary('how much may be spent by month and day: of all, an app or a model')
    .description(
      'Shows budgets with what is spent and held of them; sets them and takes them away. What would go above one is refused before it starts. One that is lowered below what is taken stops the newest jobs, which keep their checkpoints; raised again, they go on.',
    );
  for (const [index, make] of [listCommand, setCommand, removeCommand].entries())
    command.addCommand(make(context), { isDefault: index === 0 });
  return command;
}

const load = () => import('../../budgets/budgets.ts');

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('all of yours, with what is spent and held')
    .description('Lists budgets with what is spent and held of them this month and today (UTC).')
    .option('--period <month>', 'another month, such as 2026-11 (UTC)', month)
    .action(async (options: { readonly period?: string }, own: Command) =>
      (await load()).listBudgets(context, own, options.period),
    );
  return withExamples(
    command,
    { line: 'budgets', words: 'all of yours' },
    { line: 'budgets list --format json', words: "the service's own answer" },
  );
}

/** Which one: without any of these, your own. */
function named(command: Command): Command {
  return command
    .option('--model <id>', 'of a model; --app names its app')
    .option('--account', 'of all tenants together (operators only)');
}

function setCommand(context: CommandContext): Command {
  const command = named(
    new Command('set')
      .summary('set how much may be spent')
      .description(
        'Sets a budget: your own, with --app that of an app, with --model that of a model. What it has by the other period stays. Where it would stop jobs, it asks first.',
      )
      .argument('<dollars>', 'such as 12.50', price),
  )
    .addOption(
      new Option('--per <period>', 'month or day (UTC)').choices(['month', 'day']).default('month'),
    )
    .option('--notify-only', 'refuse and stop nothing; only tell of 50, 80 and 100 %')
    .option('--dry-run', 'only say which jobs would be stopped, and which would go on')
    .action(async (dollars: number, options: Omit<BudgetSet, 'micros'>, own: Command) =>
      (await load()).setBudget(context, own, { ...options, micros: dollars }),
    );
  return withExamples(
    command,
    { line: 'budgets set 12.50', words: 'a month, for all that you train' },
    { line: 'budgets set 20 --per day --app main --yes', words: 'a day, for one app' },
  );
}

function removeCommand(context: CommandContext): Command {
  const command = named(
    new Command('remove')
      .summary('take a budget away')
      .description(
        'Takes a budget away. Your own goes back to what is configured. What it had stopped goes on, where other budgets allow.',
      ),
  ).action(async (options: BudgetNamed, own: Command) =>
    (await load()).removeBudget(context, own, options),
  );
  return withExamples(command, { line: 'budgets remove --app main', words: "an app's" });
}
