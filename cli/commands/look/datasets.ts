import { Command } from 'commander';
import type { Client } from '../../../client/client.ts';
import type { Dataset, DatasetVersion } from '../../../core/api/wire/messages.ts';
import { inputsOf, newestDatasetVersion } from '../../datasets/find-dataset.ts';
import { everyPage, firstOf } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Column } from '../../frame/output/output.ts';
import { counted } from '../../frame/output/words.ts';
import { minuteOf } from '../../models/version-facts.ts';
import { shortId } from '../../frame/output/short-id.ts';
import { isWide } from '../../models/wide.ts';
import { datasetsDiffCommand } from './datasets/diff.ts';
import { datasetsExportCommand } from './datasets/export.ts';
import { datasetsFreezeCommand } from './datasets/freeze.ts';
import { datasetsReportCommand } from './datasets/report.ts';
import { datasetsShowCommand } from './datasets/show.ts';
import { datasetsThumbnailsCommand } from './datasets/thumbnails.ts';
import { wholeNumber } from '../options/option-values.ts';

interface Row {
  readonly dataset: Dataset;
  readonly newest: DatasetVersion | undefined;
}

/** `deeptune datasets`: what there is to train on. */
export function datasetsCommand(context: CommandContext): Command {
  const command = new Command('datasets')
    .summary('list; report, thumbnails, diff of two versions, freeze, export')
    .description('Lists the datasets of the app, or does something with one of them.')
    .addCommand(listCommand(context), { isDefault: true });
  for (const make of [
    datasetsShowCommand,
    datasetsReportCommand,
    datasetsThumbnailsCommand,
    datasetsDiffCommand,
    datasetsFreezeCommand,
    datasetsExportCommand,
  ])
    command.addCommand(make(context));
  return withExamples(
    command,
    { line: 'datasets', words: 'what there is to train on' },
    { line: 'datasets show pictures', words: 'its versions, and what its data are like' },
  );
}

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('the datasets of the app, each with its newest version')
    .option('--limit <number>', 'list at most so many', wholeNumber, 100)
    .action(async ({ limit }: { readonly limit: number }, own: Command) => {
      const { client, app } = await context.connect(own);
      const all = everyPage(
        async (page) => (await client.call('ListDatasets', page)).datasets,
        100,
      );
      const { items, hasMore } = await firstOf(all, limit);
      const rows = await withNewest(client, items);
      const output = context.output(own);
      output.rows(
        rows,
        output.format === 'table' ? columns(isWide(context.out)) : fields,
        rows.map(({ dataset, newest }) => ({ ...dataset, ...(newest ? { version: newest } : {}) })),
      );
      if (items.length === 0) context.say(own, `There is no dataset in app '${app}' yet`);
      if (hasMore)
        context.say(own, `the first ${counted(items.length, 'dataset')}; --limit shows more`);
    });
  return withExamples(command, { line: 'datasets list --limit 5', words: 'the first five' });
}

async function withNewest(client: Client, datasets: readonly Dataset[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const dataset of datasets)
    rows.push({ dataset, newest: await newestDatasetVersion(client, dataset.id) });
  return rows;
}

const fields: readonly Column<Row>[] = [
  { name: 'dataset', value: ({ dataset }) => dataset.id },
  { name: 'version', value: ({ newest }) => newest?.id },
  { name: 'inputs', value: ({ newest }) => newest && inputsOf(newest) },
  { name: 'unlabelled', value: ({ newest }) => newest?.metrics['/']?.unlabeled_inputs_count },
  { name: 'regions', value: ({ newest }) => newest?.metrics['/']?.regions_count },
  { name: 'concepts', value: ({ newest }) => newest?.metadata.deeptune.concepts.length },
  { name: 'created_at', value: ({ newest }) => newest?.created_at },
];

const frozenColumn: Column<Row> = {
  name: 'frozen',
  value: ({ newest }) => minuteOf(newest?.created_at),
};

const columns = (hasRoom: boolean): readonly Column<Row>[] => [
  { name: 'dataset', value: ({ dataset }) => dataset.id },
  { name: 'inputs', value: ({ newest }) => newest && inputsOf(newest), align: 'right' },
  {
    name: 'unlabelled',
    value: ({ newest }) => newest?.metrics['/']?.unlabeled_inputs_count,
    align: 'right',
  },
  { name: 'regions', value: ({ newest }) => newest?.metrics['/']?.regions_count, align: 'right' },
  {
    name: 'concepts',
    value: ({ newest }) => newest?.metadata.deeptune.concepts.length,
    align: 'right',
  },
  { name: 'newest version', value: ({ newest }) => shortId(newest?.id) || '(not frozen yet)' },
  ...(hasRoom ? [frozenColumn] : []),
];
