import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';
import { withColumns } from '../options/option-reading.ts';
import { trainRequestOf, withTrainingChoice } from '../options/option-training.ts';
import type { TrainingOptions } from '../options/option-training.ts';

interface Options extends TrainingOptions {
  readonly dryRun?: boolean;
  readonly again?: boolean;
  readonly watch: boolean;
}

/** `deeptune train ./pictures`: from data to a trained model. */
export function trainCommand(context: CommandContext): Command {
  const command = withTrainingChoice(
    new Command('train')
      .summary('from a folder or file of data to a trained model')
      .description(
        'Looks at data, imports them, chooses a model type and template and says why, shows time and price, asks, trains, watches, and says what the model is worth. Done again, it imports what is new and trains only where something changed.',
      )
      .argument('[data]', 'a folder or file: pictures in a folder for each concept, CSV, COCO, …'),
  )
    .option('--max-price <dollars>', 'refuse what might cost more', price)
    .option('--quote <id>', 'train what was quoted, at its price; names the model beside it')
    .option('--update', "inputs that are there take over the data's labels")
    .option('--skip-failed', 'train on what could be imported, without asking')
    .option('--dry-run', 'say what it would take and cost, and change nothing')
    .option('--again', 'train once more what was trained already')
    .option('--no-watch', 'start it, and do not wait for its end');
  withColumns(command).action(async (data: string | undefined, options: Options, own: Command) => {
    const [{ train }, request] = await Promise.all([
      import('../../journey/train.ts'),
      trainRequestOf(context, data, options),
    ]);
    const { dryRun: isDryRun = false, again = false, watch } = options;
    await train(context, own, { request, manner: { isDryRun, again, watch } });
  });
  return withExamples(
    command,
    { line: 'train ./pictures', words: 'a folder for each concept: asks before it costs anything' },
    { line: 'train ./pictures --dry-run', words: 'only look, and say what it would cost' },
    {
      line: 'train reviews.csv --text-column review --label-column stars --yes',
      words: 'a CSV with its own column names, without questions',
    },
    {
      line: 'train ./pictures --set num_epochs=3 --max-price 1 --yes',
      words: 'quicker, and never for more than a dollar',
    },
    {
      line: 'train --model pictures --quote <quote> --yes',
      words: 'what deeptune quote quoted, at its price',
    },
    { line: 'train -f job.yaml --yes', words: 'by a file that can be reviewed' },
  );
}
