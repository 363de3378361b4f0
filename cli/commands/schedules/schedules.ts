import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { createCommand } from './create.ts';
import { decisionsCommand, fireCommand, previewCommand } from './decide.ts';

/** `deeptune schedules`: retraining by itself. */
export function schedulesCommand(context: CommandContext): Command {
  const command = new Command('schedules')
    .summary('retraining by itself, and what it decided')
    .description(
      'Schedules retrain a model where that is worth it: enough is new, the data have shifted, the price is what it should gain, and the budget allows it. Each time one fires it decides, and says why and by which numbers.',
    );
  command.addCommand(listCommand(context), { isDefault: true });
  command.addCommand(createCommand(context));
  command.addCommand(decisionsCommand(context));
  command.addCommand(previewCommand(context));
  command.addCommand(fireCommand(context));
  command.addCommand(pauseCommand(context, { verb: 'pause', paused: true }));
  command.addCommand(pauseCommand(context, { verb: 'go-on', paused: false }));
  command.addCommand(deleteCommand(context));
  return command;
}

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('schedules, and what each decided last')
    .description('Lists schedules with what each decided when it fired last, and why.')
    .argument('[model]', 'of one model (all of the app)')
    .action(async (model: string | undefined, _options, own: Command) => {
      const { listSchedules } = await import('../../schedules/schedules.ts');
      await listSchedules(context, own, model);
    });
  return withExamples(
    command,
    { line: 'schedules', words: 'all of the app' },
    { line: 'schedules list pictures --format json', words: "the service's own answer" },
  );
}

function pauseCommand(
  context: CommandContext,
  { verb, paused }: { readonly verb: string; readonly paused: boolean },
): Command {
  const words = paused ? 'retrain no more, until it goes on' : 'retrain again, after a pause';
  const command = new Command(verb)
    .summary(words)
    .description(`Lets a schedule ${words}.`)
    .argument('<model>', 'the model')
    .argument('<schedule>', 'its id')
    .action(async (model: string, id: string, _options, own: Command) => {
      const { pauseSchedule } = await import('../../schedules/schedules.ts');
      await pauseSchedule(context, own, { model, id, paused });
    });
  return withExamples(command, { line: `schedules ${verb} pictures nightly`, words: 'this one' });
}

function deleteCommand(context: CommandContext): Command {
  const command = new Command('delete')
    .summary('end a schedule')
    .description('Ends a schedule. Versions that it trained stay.')
    .argument('<model>', 'the model')
    .argument('<schedule>', 'its id')
    .action(async (model: string, id: string, _options, own: Command) => {
      const { deleteSchedule } = await import('../../schedules/schedules.ts');
      await deleteSchedule(context, own, { model, id });
    });
  return withExamples(command, {
    line: 'schedules delete pictures nightly --yes',
    words: 'this one',
  });
}
