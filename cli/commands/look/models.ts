import { Command } from 'commander';
import type { Model } from '../../../core/api/wire/messages.ts';
import { everyPage, firstOf } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Column } from '../../frame/output/output.ts';
import { counted } from '../../frame/output/words.ts';
import { statusOf } from '../../training/training-state.ts';
import {
  amountOf,
  amountShown,
  intervalInWords,
  minuteOf,
  nameAndValue,
  verdictOf,
} from '../../models/version-facts.ts';
import { shortId } from '../../frame/output/short-id.ts';
import { isWide } from '../../models/wide.ts';
import { wholeNumber } from '../options/option-values.ts';

/** For programs; of its newest version. */
const fields: readonly Column<Model>[] = [
  { name: 'model', value: ({ id }) => id },
  { name: 'type', value: ({ model_type_id: type }) => type },
  { name: 'status', value: ({ model_version: version }) => statusOf(version) },
  { name: 'version', value: ({ model_version: version }) => version.id },
  { name: 'metric', value: ({ model_version: version }) => verdictOf(version)?.metric },
  { name: 'value', value: ({ model_version: version }) => verdictOf(version)?.heldOut },
  { name: 'amountMicros', value: ({ model_version: version }) => amountOf(version) },
  { name: 'modified_at', value: ({ model_version: version }) => version.modified_at },
];

const columns: readonly Column<Model>[] = [
  { name: 'model', value: ({ id }) => id },
  { name: 'type', value: ({ model_type_id: type }) => type },
  { name: 'status', value: ({ model_version: version }) => statusOf(version) },
  { name: 'metric', value: ({ model_version: version }) => nameAndValue(verdictOf(version)) },
  { name: '95 %', value: ({ model_version: version }) => intervalInWords(verdictOf(version)) },
  { name: 'amount', value: ({ model_version: version }) => amountShown(version), align: 'right' },
];

const wideColumns: readonly Column<Model>[] = [
  { name: 'version', value: ({ model_version: version }) => shortId(version.id) },
  { name: 'changed', value: ({ model_version: version }) => minuteOf(version.modified_at) },
];

/** `deeptune models`: the models of an app with their newest versions. */
export function modelsCommand(context: CommandContext): Command {
  const command = new Command('models')
    .summary('the models of the app, with what the newest version of each is worth')
    .description('Lists the models of the app, each with its newest version.')
    .option('--type <id>', 'of one model type only')
    .option('--limit <number>', 'list at most so many', wholeNumber, 100)
    .action(async (options: { readonly type?: string; readonly limit: number }, own: Command) => {
      const { client, app } = await context.connect(own);
      const type = options.type === undefined ? {} : { model_type_id: options.type };
      const all = everyPage(
        async (page) => (await client.call('ListModels', { ...type, ...page })).models,
        100,
      );
      const { items, hasMore } = await firstOf(all, options.limit);
      const output = context.output(own);
      const people = isWide(context.out) ? [...columns, ...wideColumns] : columns;
      output.rows(items, output.format === 'table' ? people : fields, items);
      const which = options.type === undefined ? '' : ` of the type '${options.type}'`;
      if (items.length === 0) context.say(own, `There is no model${which} in app '${app}' yet`);
      if (hasMore)
        context.say(own, `the first ${counted(items.length, 'model')}; --limit shows more`);
    });
  return withExamples(
    command,
    { line: 'models', words: 'what there is, and what it is worth' },
    { line: 'models --type visual-classifier --format json', words: "the service's own answers" },
  );
}
