import { Command } from 'commander';
import { namesOfExamples, printReport } from '../../../data-report.ts';
import { datasetVersions, findDataset, inputsOf } from '../../../datasets/find-dataset.ts';
import { firstOf } from '../../../every-page.ts';
import type { CommandContext } from '../../../frame/context.ts';
import { withExamples } from '../../../frame/examples.ts';
import { safeText } from '../../../frame/output/safe-text.ts';
import { commandLine } from '../../../frame/output/words.ts';
import { alignedColumns } from '../../../frame/output/aligned-columns.ts';
import { minuteOf } from '../../../models/version-facts.ts';
import { shortId } from '../../../frame/output/short-id.ts';
import { wholeNumber } from '../../options/option-values.ts';

/** `deeptune datasets show`: a dataset's versions, and what the newest one is like. */
export function datasetsShowCommand(context: CommandContext): Command {
  const command = new Command('show')
    .summary("a dataset's versions, and what its data are like")
    .argument('<dataset>', 'the dataset')
    .option('--limit <number>', 'at most so many versions', wholeNumber, 10)
    .action(async (datasetId: string, { limit }: { readonly limit: number }, own: Command) => {
      const { client } = await context.connect(own);
      const dataset = await findDataset(client, datasetId);
      const { items: versions, hasMore } = await firstOf(datasetVersions(client, datasetId), limit);
      const newest = versions[0];
      const at = { dataset_id: datasetId, dataset_version_id: newest?.id ?? '' };
      const report = newest && (await client.call('GetDatasetVersionDataReport', at)).data_report;
      const words = report ? printReport(report, await namesOfExamples(client, report)) : [];
      context
        .output(own)
        .text(
          [
            ...alignedColumns([
              ['VERSION', 'INPUTS', 'CONCEPTS', 'FROZEN', 'DESCRIPTION'],
              ...versions.map((version) => [
                shortId(version.id),
                String(inputsOf(version)),
                String(version.metadata.deeptune.concepts.length),
                minuteOf(version.created_at),
                version.description,
              ]),
            ]),
            ...(hasMore ? [`and older ones: --limit shows more`] : []),
            ...(words.length > 0 ? ['', ...words.map(safeText)] : []),
          ],
          { dataset, versions, data_report: report ?? null },
        );
      if (!newest)
        context.say(own, `It has no version yet: ${commandLine('datasets', 'freeze', datasetId)}`);
    });
  return withExamples(command, {
    line: 'datasets show pictures',
    words: 'its versions, and the report of the newest one',
  });
}
