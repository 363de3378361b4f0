import { Command, Option } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { setting } from '../options/option-setting.ts';
import { estimateKinds } from '../../models/estimate-options.ts';
import type { EstimateOptions } from '../../models/estimate-options.ts';

/** `deeptune estimate`: time, price and limit, before anything is spent. */
export function estimateCommand(context: CommandContext): Command {
  const command = new Command('estimate')
    .summary('time, price and limit of a training, an evaluation or a batch prediction')
    .description(
      'Says what a training of a model (or an evaluation, or a prediction over a dataset) will take and cost: the range of the time, the price, the maximum that no bill is above, how it was reckoned, and what is worth knowing of the data. Nothing is started and nothing is spent. Of data that are not imported yet: deeptune train ./data --dry-run.',
    )
    .argument('<model>', 'the model')
    .addOption(
      new Option('--kind <kind>', 'what is estimated').choices(estimateKinds).default('train'),
    )
    .option('--dataset <id>', 'on which data (those of the newest training)')
    .option('--dataset-version <id>', 'its version, by its id or how it ends (the newest)')
    .option('--template <id>', 'where the training starts from (that of the newest training)')
    .option('--from <version>', 'train on from this version; of the other kinds: what is asked')
    .option(
      '--set <name=value>',
      'a setting of the template, may be given several times',
      setting,
      {},
    )
    .action(async (modelId: string, options: EstimateOptions, own: Command) => {
      const { estimate } = await import('../../models/estimate.ts');
      await estimate(context, own, { ...options, modelId });
    });
  return withExamples(
    command,
    { line: 'estimate pictures', words: 'of the same training again' },
    {
      line: 'estimate pictures --set num_epochs=50 --format json',
      words: 'with more epochs',
    },
    {
      line: 'estimate pictures --kind evaluate --dataset pictures',
      words: 'of an evaluation',
    },
  );
}
