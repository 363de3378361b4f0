import { Command } from 'commander';
import { everyPage, firstOf } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { counted } from '../../frame/output/words.ts';
import { minuteOf } from '../../models/version-facts.ts';
import { wholeNumber } from '../options/option-values.ts';

/** `deeptune apps`: what `--app` can name. */
export function appsCommand(context: CommandContext): Command {
  const command = new Command('apps')
    .summary('the apps that the key may see')
    .description('Lists the apps that the key may see: what --app can name.')
    .option('--limit <number>', 'list at most so many', wholeNumber, 100)
    .action(async ({ limit }: { readonly limit: number }, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const all = everyPage(async (page) => (await client.call('ListApps', page)).apps, 100);
      const { items, hasMore } = await firstOf(all, limit);
      const output = context.output(own);
      output.rows(
        items,
        [
          { name: 'app', value: ({ id }) => id },
          { name: 'description', value: ({ description }) => description },
          {
            name: 'created_at',
            value: ({ created_at: at }) => at,
            shown: ({ created_at: at }) => minuteOf(at),
          },
        ],
        items,
      );
      if (items.length === 0) context.say(own, 'There is no app yet: deeptune train makes one');
      if (hasMore)
        context.say(own, `the first ${counted(items.length, 'app')}; --limit shows more`);
    });
  return withExamples(command, { line: 'apps', words: 'what --app can name' });
}
