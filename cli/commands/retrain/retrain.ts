import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';
import { setting } from '../options/option-setting.ts';
import type { JsonObject } from '../../../core/json.ts';

interface Options {
  readonly from?: string;
  readonly dataset?: string;
  readonly set: JsonObject;
  readonly maxPrice?: number;
  readonly again?: boolean;
  readonly watch: boolean;
}

/** `deeptune retrain`: learns what was added since, from a trained version on. */
export function retrainCommand(context: CommandContext): Command {
  const command = new Command('retrain')
    .summary('learn what was added since, from a trained version on')
    .description(
      'Incremental training: starts from the version that answers predictions, learns what the dataset holds now, and sees a sample of all that its line learnt before again. Its parent is not changed, and goes on answering unless the gate promotes the new version: where it is held back or awaits approval, the command says why and ends with 7.',
    )
    .argument('<model>', 'the model')
    .option('--from <version>', 'the version to start from (the one that answers predictions)')
    .option('--dataset <id>', "the dataset (that version's own)")
    .option('--set <name=value>', 'a hyperparameter; may be repeated', setting, {})
    .option('--max-price <dollars>', 'refuse what might cost more', price)
    .option('--again', 'also where nothing was added')
    .option('--no-watch', 'start it, and do not wait for its end')
    .action(async (model: string, options: Options, own: Command) => {
      const { retrain } = await import('../../journey/retrain.ts');
      const { from, dataset, set: params, maxPrice, again = false, watch } = options;
      const manner = { again, watch };
      await retrain(context, own, {
        model,
        from,
        dataset,
        params,
        maxPriceMicros: maxPrice,
        manner,
      });
    });
  return withExamples(command, {
    line: 'retrain pictures --again --yes',
    words: 'from the version that answers, on what its dataset holds now',
  });
}
