import { Command, Option } from 'commander';
import { answerFormats } from '../../prediction/answer-writer.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { share } from '../options/option-values.ts';
import type { PredictOptions } from '../../prediction/predict-options.ts';

/** `deeptune predict`: what a model says of files, folders, texts or a dataset. */
export function predictCommand(context: CommandContext): Command {
  const command = new Command('predict')
    .summary('answers for a file, a folder, texts on stdin or a dataset; drawn, too')
    .description(
      'Asks a model about files, whole folders, texts on stdin (-, a line each) or a dataset. Answers come as they are known: lines for people, JSON Lines or CSV. --draw writes copies of the pictures with boxes, masks or heat drawn in. What cannot be answered is named and counted, the rest is answered, and the command ends with 1. A dataset of more than 100 inputs, or a version of one, is answered by a job, which costs money and is asked for first.',
    )
    .argument('<model>', 'the model')
    .argument('[files...]', 'files and folders; - for texts on stdin, a line each')
    .option(
      '--model-version <id>',
      'which version answers, by its id or how it ends (the one that is promoted)',
    )
    .option('--dataset <id>', 'answer a dataset in place of files')
    .option('--dataset-version <id>', 'the version of the dataset that is answered, by a job')
    .addOption(
      new Option('--as <format>', 'how answers are written (by --out, --format; table)').choices(
        answerFormats,
      ),
    )
    .option('--out <file>', 'write the answers to a .jsonl or .csv file, whole or not at all')
    .option('--min-value <share>', 'leave out what is less sure, 0 to 1', share)
    .option('--draw <folder>', 'write copies of the pictures with the answers drawn in')
    .option('--draw-above <share>', 'draw regions that are at least so sure, 0 to 1', share, 0.5)
    .action(async (model: string, files: string[], options: PredictOptions, own: Command) => {
      const { predict } = await import('../../prediction/predict.ts');
      await predict(context, own, { ...options, model, files });
    });
  return withExamples(
    command,
    {
      line: 'predict pictures ./pictures --as jsonl',
      words: 'a folder, one JSON object a line',
    },
    {
      line: 'predict pictures --dataset pictures --out answers.csv --yes',
      words: 'a whole dataset, by a job, as CSV',
    },
    {
      line: 'predict pictures ./pictures --draw ./drawn --as csv',
      words: 'as CSV, and drawn into copies of the pictures',
    },
  );
}
