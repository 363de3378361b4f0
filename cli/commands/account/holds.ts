import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';

/** `deeptune holds`: what is set aside, and what an operator must end. */
export function holdsCommand(context: CommandContext): Command {
  return new Command('holds')
    .summary('what is set aside for jobs; operators end those that no job ends')
    .description(
      'Shows what is set aside for jobs. Where nobody knows how a job ended, its hold stays until an operator gives it back or charges for it.',
    )
    .addCommand(listCommand(context), { isDefault: true })
    .addCommand(voidCommand(context))
    .addCommand(chargeCommand(context));
}

const load = () => import('../../holds/holds.ts');

interface Tenant {
  readonly tenant?: string;
}

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('what is set aside, the oldest first')
    .description('Lists what is set aside for jobs, the oldest first.')
    .option('--review', 'only what an operator must end')
    .option('--tenant <id>', 'of another tenant (operators only)')
    .action(async (options: Tenant & { readonly review?: boolean }, own: Command) =>
      (await load()).listHolds(context, own, options),
    );
  return withExamples(command, {
    line: 'holds list --review',
    words: 'what waits for an operator',
  });
}

function voidCommand(context: CommandContext): Command {
  const command = new Command('void')
    .summary('give a hold back: nothing is charged (operators only)')
    .description('Gives back what was set aside for a job of which nobody knows how it ended.')
    .argument('<job>', 'as "holds list" names it')
    .option('--tenant <id>', 'of another tenant')
    .action(async (job: string, options: Tenant, own: Command) =>
      (await load()).voidHold(context, own, { job, ...options }),
    );
  return withExamples(command, { line: 'holds void 0123abcd… --yes', words: 'charge nothing' });
}

function chargeCommand(context: CommandContext): Command {
  const command = new Command('charge')
    .summary('charge for a hold: what was kept, or less (operators only)')
    .description(
      'Charges for a job of which nobody knows how it ended: what the seconds that were kept come to, or less.',
    )
    .argument('<job>', 'as "holds list" names it')
    .option('--amount <dollars>', 'less than that', price)
    .option('--tenant <id>', 'of another tenant')
    .action(async (job: string, options: Tenant & { readonly amount?: number }, own: Command) =>
      (await load()).chargeHold(context, own, { job, ...options }),
    );
  return withExamples(command, {
    line: 'holds charge 0123abcd… --amount 0.10 --yes',
    words: 'ten cents',
  });
}
