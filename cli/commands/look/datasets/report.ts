import { Command } from 'commander';
import { namesOfExamples, printReport } from '../../../data-report.ts';
import { datasetVersionOrNewest } from '../../../datasets/find-dataset.ts';
import type { CommandContext } from '../../../frame/context.ts';
import { withExamples } from '../../../frame/examples.ts';
import type { Column } from '../../../frame/output/output.ts';
import { safeText } from '../../../frame/output/safe-text.ts';
import type { DataFinding } from '../../../../core/api/wire/messages.ts';

/** `deeptune datasets report`: what the data are like, and what to look at. */
export function datasetsReportCommand(context: CommandContext): Command {
  const command = new Command('report')
    .summary('what the data of a version are like, and what to look at')
    .description(
      'Prints what the data of a dataset version are like and what to look at before training. With --format csv: one line per finding.',
    )
    .argument('<dataset>', 'the dataset')
    .argument('[version]', 'its version, by its id or how it ends (the newest)')
    .action(async (datasetId: string, asked: string | undefined, _options, own: Command) => {
      const { client } = await context.connect(own);
      const version = await datasetVersionOrNewest(client, datasetId, asked);
      const at = { dataset_id: datasetId, dataset_version_id: version.id };
      const { data_report: report } = await client.call('GetDatasetVersionDataReport', at);
      const output = context.output(own);
      if (output.format === 'csv') {
        output.rows(report.findings, findingColumns);
        return;
      }
      const names = output.format === 'json' ? undefined : await namesOfExamples(client, report);
      output.text(printReport(report, names).map(safeText), report);
    });
  return withExamples(command, {
    line: 'datasets report pictures',
    words: 'what to look at before training',
  });
}

const findingColumns: readonly Column<DataFinding>[] = [
  { name: 'code', value: ({ code }) => code },
  { name: 'value', value: ({ value }) => value },
  { name: 'message', value: ({ message }) => message },
  { name: 'advice', value: ({ advice }) => advice },
  { name: 'examples', value: ({ examples }) => examples.flatMap(({ ids }) => ids).join(' ') },
];
