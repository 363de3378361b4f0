import { Command } from 'commander';
import {
  differenceLines,
  differenceRows,
  differenceColumns,
} from '../../../datasets/difference.ts';
import { findDatasetVersion } from '../../../datasets/find-dataset.ts';
import { readDifference } from '../../../datasets/read-difference.ts';
import type { CommandContext } from '../../../frame/context.ts';
import { withExamples } from '../../../frame/examples.ts';
import { safeText } from '../../../frame/output/safe-text.ts';
import { wholeNumber } from '../../options/option-values.ts';

type Parsed = [
  dataset: string,
  from: string,
  to: string,
  options: { readonly limit: number },
  own: Command,
];

/** `deeptune datasets diff`: what changed between two versions. */
export function datasetsDiffCommand(context: CommandContext): Command {
  const command = new Command('diff')
    .summary('what one version has otherwise than another')
    .description(
      'Compares two versions of a dataset: inputs that were added, removed, relabelled, replaced or moved to the other side of the split, in numbers by concept, and by their ids. With --format csv: one line per input.',
    )
    .argument('<dataset>', 'the dataset')
    .argument('<from>', 'the earlier version, by its id or how it ends')
    .argument('<to>', 'the later version')
    .option('--limit <number>', 'name at most so many inputs of each kind', wholeNumber, 20)
    .action(async (...[datasetId, from, to, { limit }, own]: Parsed) => {
      const { client } = await context.connect(own);
      const before = await findDatasetVersion(client, datasetId, from);
      const after = await findDatasetVersion(client, datasetId, to);
      const output = context.output(own);
      const isShown = output.format === 'table';
      const difference = await readDifference(
        client,
        { datasetId, from: before.id, to: after.id },
        isShown ? limit : undefined,
      );
      if (output.format === 'csv') output.rows(differenceRows(difference), differenceColumns);
      else output.text(differenceLines(difference).map(safeText), difference);
    });
  return withExamples(command, {
    line: 'datasets diff pictures v1 v2',
    words: 'what was added, removed and relabelled',
  });
}
