import { Command, InvalidArgumentError } from 'commander';
import type { JsonObject } from '../../../core/json.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { setting } from '../options/option-setting.ts';

interface NewSchedule {
  readonly dataset?: string;
  readonly every?: string;
  readonly cron?: string;
  readonly timezone: string;
  readonly minNewInputs: number;
  readonly id?: string;
  readonly set: JsonObject;
}

/** `deeptune schedules`: retraining by itself. */
export function schedulesCommand(context: CommandContext): Command {
  const command = new Command('schedules')
    .summary('retraining by itself, and what it decided')
    .description(
      'Schedules retrain a model when enough was added to its dataset. Each time one fires it decides, and says why.',
    );
  command.addCommand(listCommand(context), { isDefault: true });
  command.addCommand(createCommand(context));
  command.addCommand(decisionsCommand(context));
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
      const { listSchedules } = await import('../../journey/schedules.ts');
      await listSchedules(context, own, model);
    });
  return withExamples(
    command,
    { line: 'schedules', words: 'all of the app' },
    { line: 'schedules list pictures --format json', words: "the service's own answer" },
  );
}

function createCommand(context: CommandContext): Command {
  const command = new Command('create')
    .summary('retrain a model by itself')
    .description('Retrains a model at times, where enough inputs were added to its dataset.')
    .argument('<model>', 'the model')
    .option('--every <time>', 'how often: 12h, 1d, 30m; or rate(1 day)')
    .option('--cron <expression>', 'at which times, as EventBridge Scheduler writes them')
    .option('--timezone <name>', 'of the times', 'UTC')
    .option('--dataset <id>', "the dataset (the newest trained version's own)")
    .option('--min-new-inputs <count>', 'so many must have been added', count, 1)
    .option('--id <id>', 'of the schedule (made)')
    .option('--set <name=value>', 'a hyperparameter; may be repeated', setting, {})
    .action(async (model: string, options: NewSchedule, own: Command) => {
      const { createSchedule } = await import('../../journey/schedules.ts');
      const { set: params, ...others } = options;
      await createSchedule(context, own, { ...others, model, params });
    });
  return withExamples(command, {
    line: 'schedules create pictures --every 1d --min-new-inputs 100 --id nightly --yes',
    words: 'once a day, where 100 inputs or more were added',
  });
}

function decisionsCommand(context: CommandContext): Command {
  const command = new Command('decisions')
    .summary('what one decided each time, and why')
    .description('Lists the last decisions of a schedule, the newest first, each with its reason.')
    .argument('<model>', 'the model')
    .argument('<schedule>', 'its id')
    .action(async (model: string, id: string, _options, own: Command) => {
      const { listDecisions } = await import('../../journey/schedules.ts');
      await listDecisions(context, own, { model, id });
    });
  return withExamples(command, {
    line: 'schedules decisions pictures nightly',
    words: 'of this one',
  });
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
      const { pauseSchedule } = await import('../../journey/schedules.ts');
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
      const { deleteSchedule } = await import('../../journey/schedules.ts');
      await deleteSchedule(context, own, { model, id });
    });
  return withExamples(command, {
    line: 'schedules delete pictures nightly --yes',
    words: 'this one',
  });
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Wanted a whole number from 1 on.');
}
