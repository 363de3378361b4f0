import { Command } from 'commander';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { firstOf } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { counted } from '../../frame/output/words.ts';
import { findModel, findVersion, versionsOf } from '../../training/find-model.ts';
import { sideBySide } from '../../models/side-by-side.ts';
import { commonMetric, versionColumns, versionFields } from '../../models/version-facts.ts';
import { isWide } from '../../models/wide.ts';
import { wholeNumber } from '../options/option-values.ts';

interface Options {
  readonly limit: number;
}

/** `deeptune versions`: what was trained, the newest first, or some side by side. */
export function versionsCommand(context: CommandContext): Command {
  const command = new Command('versions')
    .summary("a model's versions, or some of them side by side")
    .description(
      'Lists the versions of a model, the newest first. With several versions named, shows them side by side: what they were trained on, how, and what came of it.',
    )
    .argument('<model>', 'the model')
    .argument('[versions...]', 'versions to show side by side, by their ids or how these end')
    .option('--limit <number>', 'list at most so many', wholeNumber, 20)
    .action(async (modelId: string, ids: string[], options: Options, own: Command) => {
      const { client } = await context.connect(own);
      await findModel(client, modelId);
      const output = context.output(own);
      if (ids.length > 0) {
        const versions: ModelVersion[] = [];
        for (const id of ids) versions.push(await findVersion(client, modelId, id));
        sideBySide(output, versions);
        return;
      }
      const { items, hasMore } = await firstOf(versionsOf(client, modelId), options.limit);
      const people = versionColumns(commonMetric(items), isWide(context.out));
      output.rows(items, output.format === 'table' ? people : versionFields, items);
      if (items.length === 0) context.say(own, `Model '${modelId}' has no versions yet`);
      if (hasMore)
        context.say(own, `the newest ${counted(items.length, 'version')}; --limit shows more`);
    });
  return withExamples(
    command,
    { line: 'versions pictures', words: 'what was trained, the newest first' },
    { line: 'versions pictures --format csv', words: 'for a spreadsheet' },
  );
}
