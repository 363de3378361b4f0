import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

interface Options {
  readonly version?: string;
}

/** `deeptune watch`: how a training goes, to its end. */
export function watchCommand(context: CommandContext): Command {
  const command = new Command('watch')
    .summary('how a training goes, to its end')
    .description(
      'Watches a training to its end: a bar, the time left, the loss, the money so far. In a pipe it writes one JSON object a line for each change. Ends with 0 where it was trained.',
    )
    .argument('[model]', 'its model (the only one that is being trained)')
    .option('--version <id>', 'the version (the one that is being trained)')
    .action(async (model: string | undefined, { version }: Options, own: Command) => {
      const { watchCommandRun } = await import('../../watch/watch-command.ts');
      await watchCommandRun(context, own, { model, version });
    });
  return withExamples(
    command,
    { line: 'watch pictures', words: 'what is being trained of this model, or was last' },
    { line: 'watch pictures --format json', words: 'one JSON object a line for each change' },
  );
}
