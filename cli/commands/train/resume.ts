import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { price } from '../../frame/option-price.ts';

interface Options {
  readonly version?: string;
  readonly maxPrice?: number;
  readonly watch: boolean;
}

/** `deeptune resume`: goes on from a training that was stopped. */
export function resumeCommand(context: CommandContext): Command {
  const command = new Command('resume')
    .summary('go on from a training that was stopped')
    .description(
      'Trains on from the checkpoint of a training that was stopped: the same data and hyperparameters, the epochs that were left. It becomes a version of its own.',
    )
    .argument('<model>', 'the model')
    .option('--version <id>', 'the version that was stopped (the newest one)')
    .option('--max-price <dollars>', 'refuse what might cost more', price)
    .option('--no-watch', 'start it, and do not wait for its end')
    .action(async (model: string, options: Options, own: Command) => {
      const { resume } = await import('../../journey/resume.ts');
      const { version, watch, maxPrice } = options;
      await resume(context, own, { model, version, watch, maxPriceMicros: maxPrice });
    });
  return withExamples(command, {
    line: 'resume pictures --yes',
    words: 'the newest version that was stopped',
  });
}
