import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { EvaluateOptions } from '../../models/evaluate.ts';

/** `deeptune evaluate`: how good a version is on other data. */
export function evaluateCommand(context: CommandContext): Command {
  const command = new Command('evaluate')
    .summary('measure a version on a dataset: starts, watches, prints')
    .description(
      'Measures a trained version on a labelled dataset version, by a job that is estimated and asked for first, and prints the metrics. Without --dataset: what was measured on the held-out data of the training, which costs nothing.',
    )
    .argument('<model>', 'the model')
    .option(
      '--version <id>',
      'the version, by its id or how it ends (the one that answers predictions)',
    )
    .option('--dataset <id>', 'the data to measure on')
    .option('--dataset-version <id>', 'their version, by its id or how it ends (the newest)')
    .option('--id <id>', 'id of the evaluation (made up); asked twice, it starts once')
    .option('--no-watch', 'start it, and do not wait for it')
    .action(async (modelId: string, options: EvaluateOptions, own: Command) => {
      const { evaluate } = await import('../../models/evaluate.ts');
      await evaluate(context, own, { ...options, modelId });
    });
  return withExamples(
    command,
    { line: 'evaluate pictures', words: 'on the held-out data of its training' },
    {
      line: 'evaluate pictures --dataset pictures --yes',
      words: 'on the newest version of a dataset',
    },
  );
}
