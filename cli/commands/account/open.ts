import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

interface Options {
  readonly open: boolean;
}

/** `deeptune open`: the console in the browser. */
export function openCommand(context: CommandContext): Command {
  const command = new Command('open')
    .summary('the console in the browser')
    .description(
      'Prints the address of the console, of a model where one is named, and opens it in the browser where there is a terminal.',
    )
    .argument('[model]', 'a model')
    .option('--no-open', 'only print it')
    .action(async (model: string | undefined, { open }: Options, own: Command) => {
      const { openConsole } = await import('../../journey/open-console.ts');
      await openConsole(context, own, { model, isOpened: open });
    });
  return withExamples(command, {
    line: 'open pictures --no-open',
    words: 'only print the address',
  });
}
