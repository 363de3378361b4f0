import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

interface Options {
  readonly version?: string;
  readonly watch: boolean;
}

/** `deeptune stop`: ends a training and keeps what it has learnt. */
export function stopCommand(context: CommandContext): Command {
  const command = new Command('stop')
    .summary('end a training, and keep what it has learnt')
    .description(
      'Ends a training. Its newest checkpoint is kept: it can predict, and deeptune resume goes on from it. What ran until then is billed.',
    )
    .argument('[model]', 'its model (the only one that is being trained)')
    .option('--version <id>', 'the version (the one that is being trained)')
    .option('--no-watch', 'ask it to end, and do not wait')
    .action(async (model: string | undefined, options: Options, own: Command) => {
      const { stop } = await import('../../journey/stop.ts');
      const { version, watch } = options;
      await stop(context, own, { model, version, watch });
    });
  return withExamples(command, {
    line: 'stop pictures --yes',
    words: 'what is being trained of this model',
  });
}
