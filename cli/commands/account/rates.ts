import { Command } from 'commander';
import type { RateOptions } from '../../billing/rates.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';
import { collected, wholeNumber } from '../options/option-values.ts';

/** `deeptune rates`: what an hour of training is charged. */
export function ratesCommand(context: CommandContext): Command {
  const command = new Command('rates')
    .summary('what an hour of training is charged; operators set it')
    .description(
      "Shows the rate card in force, and those before it. Operators set the account's, or with --tenant a tenant's own; it counts for what is quoted from then on.",
    );
  for (const [index, make] of [show, set, withdraw].entries())
    command.addCommand(make(context), { isDefault: index === 0 });
  return command;
}

const load = () => import('../../billing/rates.ts');

const whose = (command: Command) =>
  command.option('--tenant <user>', "this user's own (without: the account's)");

function show(context: CommandContext): Command {
  const command = new Command('show')
    .summary('the card in force, and all before it')
    .option('--tenant <user>', "another user's (operators only)")
    .action(async (options: { readonly tenant?: string }, own: Command) =>
      (await load()).showRates(context, own, options),
    );
  return withExamples(command, { line: 'rates', words: 'what you are charged' });
}

function set(context: CommandContext): Command {
  const command = whose(
    new Command('set')
      .summary('put other rates in force (operators)')
      .argument('<dollars>', 'an hour on the default instance type, such as 4', price),
  )
    .option('--instance <type=dollars>', 'another one on this type; several times', collected)
    .option('--free-seconds <number>', 'charged seconds of a month that cost nothing', wholeNumber)
    .option('--minimum <dollars>', 'the least that a charged job costs', price)
    .action(async (dollars: number, options: RateOptions, own: Command) =>
      (await load()).setRates(context, own, { ...options, dollars }),
    );
  return withExamples(command, {
    line: 'rates set 3.50 --instance ml.g5.2xlarge=5 --free-seconds 3600 --tenant alice',
    words: 'of alice',
  });
}

function withdraw(context: CommandContext): Command {
  return whose(
    new Command('withdraw').summary(
      "take a card away: a tenant's own for the account's, that for the configuration's (operators)",
    ),
  ).action(async (options: { readonly tenant?: string }, own: Command) =>
    (await load()).withdrawRates(context, own, options),
  );
}
