import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

/** `deeptune schedules decisions`. */
export function decisionsCommand(context: CommandContext): Command {
  const command = named('decisions')
    .summary('what one decided each time, why, and by which numbers')
    .description(
      'Lists the last decisions of a schedule, the newest first, each with its reason and the numbers that it was made by.',
    )
    .action(async (model: string, id: string, _options, own: Command) => {
      const { listDecisions } = await import('../../schedules/decisions.ts');
      await listDecisions(context, own, { model, id });
    });
  return withExamples(command, {
    line: 'schedules decisions pictures nightly',
    words: 'of this one',
  });
}

/** `deeptune schedules preview`. */
export function previewCommand(context: CommandContext): Command {
  const command = named('preview')
    .summary('what one would decide now, and by which numbers; starts nothing')
    .description(
      'Says what a schedule would decide if it fired now, with all numbers. Nothing is started or recorded.',
    )
    .action(async (model: string, id: string, _options, own: Command) => {
      const { previewDecision } = await import('../../schedules/decisions.ts');
      await previewDecision(context, own, { model, id });
    });
  return withExamples(command, { line: 'schedules preview pictures nightly', words: 'a dry run' });
}

/** `deeptune schedules fire`. */
export function fireCommand(context: CommandContext): Command {
  const command = named('fire')
    .summary('let one decide now')
    .description(
      'Lets a schedule decide now, beside its times: as any firing it retrains only where its rules allow it, and is recorded.',
    )
    .action(async (model: string, id: string, _options, own: Command) => {
      const { fireSchedule } = await import('../../schedules/decisions.ts');
      await fireSchedule(context, own, { model, id });
    });
  return withExamples(command, { line: 'schedules fire pictures nightly --yes', words: 'now' });
}

function named(verb: string): Command {
  return new Command(verb).argument('<model>', 'the model').argument('<schedule>', 'its id');
}
