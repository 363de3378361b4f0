import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { readingOf, withColumns } from '../options/option-reading.ts';

interface Options extends Readonly<Record<string, unknown>> {
  readonly out: string;
  readonly type?: string;
  readonly template?: string;
  readonly force?: boolean;
}

/** `deeptune init ./pictures`: a job file that can be reviewed. */
export function initCommand(context: CommandContext): Command {
  const command = new Command('init')
    .summary('write a job file that can be reviewed')
    .description(
      'Looks at data and writes a job file for deeptune train -f: what to train on, model type and template with the reasons, every hyperparameter with its default and what it may be. Nothing is imported.',
    )
    .argument('<data>', 'a folder or file')
    .option('-o, --out <file>', 'where it is written', 'job.yaml')
    .option('--type <id>', 'the model type (by what the data are)')
    .option('--template <id>', 'the template (pretrained where staged, else small)')
    .option('--force', 'write over a file that is there');
  withColumns(command).action(async (data: string, options: Options, own: Command) => {
    const { init } = await import('../../journey/job-file/init.ts');
    await init(context, own, { ...options, data, reading: readingOf(options) });
  });
  return withExamples(
    command,
    { line: 'init ./pictures', words: 'job.yaml, for deeptune train -f job.yaml' },
    {
      line: 'init reviews.csv --text-column review --label-column stars --out reviews.yaml',
      words: 'a table with its own column names, into another file',
    },
  );
}
