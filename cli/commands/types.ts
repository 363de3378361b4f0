import { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { withExamples } from '../frame/examples.ts';

/** `deeptune types`: what can be trained. */
export function typesCommand(context: CommandContext): Command {
  const command = new Command('types')
    .summary('model types that can be trained')
    .description('Lists the model types that can be trained.')
    .action(async (_options, own: Command) => {
      const { client } = await context.connect(own);
      const { model_types: types } = await client.call('ListModelTypes', {});
      context.output(own).rows(
        types,
        [
          { name: 'id', value: ({ id }) => id },
          { name: 'title', value: ({ title }) => title },
        ],
        types,
      );
    });
  return withExamples(
    command,
    { line: 'types', words: 'what can be trained' },
    { line: 'types --format json', words: "the service's own answer" },
  );
}
