import { Command, Option } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { ReportOptions } from '../../estimator/print-report.ts';

/** `deeptune estimator`: how good the forecasts are. */
export function estimatorCommand(context: CommandContext): Command {
  return new Command('estimator')
    .summary('how good the forecasts of time and price were')
    .description('Grades the estimator by your own jobs.')
    .addCommand(reportCommand(context), { isDefault: true });
}

const load = () => import('../../estimator/print-report.ts');

function reportCommand(context: CommandContext): Command {
  const command = new Command('report')
    .summary('the last 100 jobs: what was forecast, and what it took')
    .description(
      'Grades the forecasts of your last 100 jobs, over all apps (or of --app): how far they were off, how many ended within their range, by template, kind and evidence and over time, beside two simpler ways to forecast. With --format csv: one line per job.',
    )
    .addOption(
      new Option('--kind <kind>', 'of such jobs').choices(['train', 'evaluate', 'predict']),
    )
    .option('--template <id>', 'of jobs of this template')
    .option('--model <id>', 'of jobs of this model')
    .action(async (options: ReportOptions, own: Command) =>
      (await load()).printEstimatorReport(context, own, options),
    );
  return withExamples(
    command,
    { line: 'estimator report', words: 'can I rely on the forecasts?' },
    { line: 'estimator report --kind train --format csv', words: 'each training, for a plot' },
    { line: 'estimator report --format json', words: "the service's own answer" },
  );
}
