import { Command } from 'commander';
import { freezeDataset } from '../../../datasets/freeze.ts';
import { findDataset, inputsOf } from '../../../datasets/find-dataset.ts';
import type { CommandContext } from '../../../frame/context.ts';
import { withExamples } from '../../../frame/examples.ts';
import { commandLine, counted } from '../../../frame/output/words.ts';

interface Options {
  readonly id?: string;
  readonly description?: string;
}

/** `deeptune datasets freeze`: makes a version that trainings can name. */
export function datasetsFreezeCommand(context: CommandContext): Command {
  const command = new Command('freeze')
    .summary('make a version of the dataset as it is now')
    .description(
      'Makes a version of the dataset as it is now, and waits until it is ready. A version never changes: the same training on it can be repeated.',
    )
    .argument('<dataset>', 'the dataset')
    .option('--id <id>', 'id of the version (made up)')
    .option('--description <text>', 'what distinguishes it')
    .action(async (datasetId: string, options: Options, own: Command) => {
      const { client } = await context.connect(own);
      await findDataset(client, datasetId);
      const version = await freezeDataset(client, datasetId, {
        ...options,
        wait: (milliseconds) => context.wait(milliseconds),
      });
      const concepts = version.metadata.deeptune.concepts.length;
      context.output(own).record(
        version,
        [
          { name: 'version', value: ({ id }) => id },
          { name: 'inputs', value: inputsOf },
          { name: 'concepts', value: () => concepts },
          { name: 'digest', value: ({ metadata }) => metadata.deeptune.digest },
        ],
        version,
      );
      const { invalidCount } = version.metadata.deeptune;
      if (invalidCount > 0)
        context.say(
          own,
          `${counted(invalidCount, 'input')} could not be ingested and are left out`,
        );
      context.say(own, `next: ${commandLine('datasets', 'report', datasetId)}`);
    });
  return withExamples(command, {
    line: 'datasets freeze pictures --description "before the new camera"',
    words: 'a version that never changes',
  });
}
