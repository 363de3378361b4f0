import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

/** `deeptune promote pictures 8f3a12cd`: lets a version answer. */
export function promoteCommand(context: CommandContext): Command {
  const command = new Command('promote')
    .summary('let a version answer predictions: approve it, or overrule the gate')
    .description(
      'Lets a version answer where none is named: one that awaits approval, one that was held back, or any other trained one. It is a move that is recorded with its reason and sent as an event; nothing is trained, and roll-back takes it back. Where another version came to answer meanwhile, nothing is moved.',
    )
    .argument('<model>', 'the model')
    .argument('<version>', 'the version, by its id or how it ends')
    .requiredOption('--reason <words>', 'why, kept with the move')
    .action(async (model: string, version: string, { reason }: Why, own: Command) => {
      const { movePromoted } = await import('../../retraining/promotion.ts');
      await movePromoted(context, own, { model, version, reason });
    });
  return withExamples(command, {
    line: 'promote visual-classifier <version> --reason "checked by hand" --yes',
    words: 'this one answers from now on',
  });
}

/** `deeptune roll-back pictures`: the version that answered before answers again. */
export function rollBackCommand(context: CommandContext): Command {
  const command = new Command('roll-back')
    .summary('let the version that answered before answer again')
    .description(
      'Lets the version that answered before the last move answer again, or the one that is named. Nothing is trained or deleted.',
    )
    .argument('<model>', 'the model')
    .option('--to <version>', 'the version, by its id or how it ends (the one before)')
    .requiredOption('--reason <words>', 'why, kept with the move')
    .action(async (model: string, { reason, to }: Why & { readonly to?: string }, own: Command) => {
      const { movePromoted } = await import('../../retraining/promotion.ts');
      await movePromoted(context, own, { model, version: to, reason });
    });
  return withExamples(command, {
    line: 'roll-back visual-classifier --reason "wrong on night pictures" --yes',
    words: 'the version before answers again',
  });
}

/** `deeptune promotions pictures`: each move, with who and why. */
export function promotionsCommand(context: CommandContext): Command {
  const command = new Command('promotions')
    .summary('which version answers, and every move since the first')
    .description('Lists which versions came to answer predictions, by what or whom, and why.')
    .argument('<model>', 'the model')
    .action(async (model: string, _options, own: Command) => {
      const { listPromotions } = await import('../../retraining/promotion.ts');
      await listPromotions(context, own, model);
    });
  return withExamples(
    command,
    { line: 'promotions visual-classifier', words: 'of this model' },
    { line: 'promotions visual-classifier --format json', words: "the service's own answer" },
  );
}

interface Why {
  readonly reason: string;
}
