import { Command, InvalidArgumentError } from 'commander';
import type { JsonObject } from '../../../core/json.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { NewSchedule } from '../../schedules/create-schedule.ts';
import { price } from '../../frame/option-price.ts';
import { setting } from '../options/option-setting.ts';

/** As commander hands them over. */
interface CreateOptions extends Omit<NewSchedule, 'model' | 'params'> {
  readonly set: JsonObject;
}

/** `deeptune schedules create`. */
export function createCommand(context: CommandContext): Command {
  const command = new Command('create')
    .summary('retrain a model by itself')
    .description(
      'Retrains the version that answers at times, on what its dataset holds then, where enough is new by content. With --worth-per-point only where what it should gain is worth its price; with --done-by it is bought as spot or on demand, whichever is cheapest and in time.',
    )
    .argument('<model>', 'the model')
    .option('--every <time>', 'how often: 12h, 1d, 30m; or rate(1 day)')
    .option('--cron <expression>', 'at which times, as EventBridge Scheduler writes them')
    .option('--timezone <name>', 'of the times', 'UTC')
    .option('--dataset <id>', 'the dataset (that of the version that answers)')
    .option('--min-new-inputs <count>', 'so many must be new, by content', count, 1)
    .option('--drift <score>', 'or where the data shifted so far, such as 0.25', above)
    .option('--worth-per-point <dollars>', 'what a point (of 100) is worth to you', price)
    .option('--max-price <dollars>', 'skip what might cost more', price)
    .option('--done-by <time>', 'a time of the day by which it is to be done, such as 08:00', clock)
    .option('--id <id>', 'of the schedule (made)')
    .option('--set <name=value>', 'a hyperparameter; may be repeated', setting, {})
    .action(async (model: string, options: CreateOptions, own: Command) => {
      const { createSchedule } = await import('../../schedules/create-schedule.ts');
      const { set: params, ...others } = options;
      await createSchedule(context, own, { ...others, model, params });
    });
  return withExamples(
    command,
    {
      line: 'schedules create pictures --every 1d --min-new-inputs 100 --id nightly --yes',
      words: 'once a day, where 100 inputs or more are new',
    },
    {
      line: 'schedules create pictures --cron "0 3 * * ? *" --drift 0.25 --worth-per-point 0.50 --max-price 2 --done-by 08:00 --id careful --yes',
      words: 'at three, where it pays, done by eight',
    },
  );
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('Wanted a whole number from 1 on.');
}

function above(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number > 0 && number <= 100) return number;
  throw new InvalidArgumentError('Wanted a number above 0, such as 0.25.');
}

function clock(text: string): string {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  throw new InvalidArgumentError('Wanted a time of the day, such as 08:00.');
}
