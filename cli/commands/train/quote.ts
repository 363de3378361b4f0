import { Command } from 'commander';
import type { JsonObject } from '../../../core/json.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';
import { withColumns } from '../options/option-reading.ts';
import { trainRequestOf, withTrainingChoice } from '../options/option-training.ts';
import type { TrainingOptions } from '../options/option-training.ts';
import { variant } from '../options/option-variant.ts';

interface Options extends TrainingOptions {
  readonly variant: readonly JsonObject[];
  readonly settings?: string;
}

/** `deeptune quote ./pictures`: a price that binds, before anything is trained. */
export function quoteCommand(context: CommandContext): Command {
  const command = withTrainingChoice(
    new Command('quote')
      .summary('a price that binds: a training is never billed above its maximum')
      .description(
        'Imports and freezes data as deeptune train does, trains nothing, and says a price that counts for a day: whatever the training takes, it is never billed above the maximum. Several settings at once share one maximum, which is less than the sum of theirs.',
      )
      .argument('[data]', 'a folder or file, as of deeptune train'),
  )
    .option(
      '--variant <name=value,…>',
      'a quote with these hyperparameters; repeated, all share one maximum',
      variant,
      [],
    )
    .option('--settings <file>', 'the same as a list in YAML or JSON, an item for each quote')
    .option('--max-price <dollars>', 'end with 5 where the maximum is more', price)
    .option('--update', "inputs that are there take over the data's labels")
    .option('--skip-failed', 'quote what could be imported, without asking');
  withColumns(command).action(async (data: string | undefined, options: Options, own: Command) => {
    const [{ quote, readVariants }, request] = await Promise.all([
      import('../../journey/quote.ts'),
      trainRequestOf(context, data, options),
    ]);
    const { settings } = options;
    const listed = settings === undefined ? [] : readVariants(settings, context.folder);
    await quote(context, own, { request, variants: [...options.variant, ...listed] });
  });
  return withExamples(
    command,
    { line: 'quote ./pictures', words: 'a price for a day; deeptune train --quote uses it' },
    {
      line: 'quote ./pictures --variant num_epochs=3 --variant num_epochs=10 --format json',
      words: 'two settings that share one maximum',
    },
  );
}

/** `deeptune quotes pictures`: what was quoted, and what became of it. */
export function quotesCommand(context: CommandContext): Command {
  const command = new Command('quotes')
    .summary('quotes of a model, and what its jobs were billed under them')
    .description(
      'Lists the quotes of a model, newest first: also those that were made with a job which named none. With an id: one, with how it was reckoned.',
    )
    .argument('<model>', 'the model')
    .argument('[quote]', 'its id (all)')
    .action(async (model: string, id: string | undefined, _options, own: Command) => {
      const { showQuotes } = await import('../../journey/quote.ts');
      await showQuotes(context, own, { model, id });
    });
  return withExamples(
    command,
    { line: 'quotes pictures', words: 'all of this model' },
    { line: 'quotes pictures --format json', words: "the service's own answer" },
  );
}
