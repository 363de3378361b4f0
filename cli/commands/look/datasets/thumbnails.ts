import { resolve } from 'node:path';
import { Command } from 'commander';
import { findDataset, newestDatasetVersion } from '../../../datasets/find-dataset.ts';
import type { ConceptSheet, Thumbnails } from '../../../datasets/thumbnails.ts';
import type { CommandContext } from '../../../frame/context.ts';
import { withExamples } from '../../../frame/examples.ts';
import { CommandFailure, exitStatus } from '../../../frame/failure.ts';
import type { Column } from '../../../frame/output/output.ts';
import { safeText } from '../../../frame/output/safe-text.ts';
import { commandLine, counted } from '../../../frame/output/words.ts';
import { globalsOf } from '../../../frame/global-options.ts';
import { statusLine } from '../../../frame/output/status-line.ts';
import { collected, wholeNumber } from '../../options/option-values.ts';

interface Options {
  readonly out: string;
  readonly limit: number;
  readonly concept?: readonly string[];
}

/** `deeptune datasets thumbnails`: what the pictures of each concept look like. */
export function datasetsThumbnailsCommand(context: CommandContext): Command {
  const command = new Command('thumbnails')
    .summary('small pictures in a folder, and a contact sheet per concept')
    .description(
      'Writes small pictures of the dataset as it is now, with boxes and masks drawn in: a folder per concept, and beside it one contact sheet (PNG).',
    )
    .argument('<dataset>', 'the dataset')
    .requiredOption('--out <folder>', 'where they go; it is made where it is missing')
    .option('--limit <number>', 'pictures of each concept', wholeNumber, 40)
    .option('--concept <id>', 'only of this concept, may be given several times', collected)
    .action(async (datasetId: string, options: Options, own: Command) => {
      const { client } = await context.connect(own);
      await findDataset(client, datasetId);
      const newest = await newestDatasetVersion(client, datasetId);
      const { writeThumbnails } = await import('../../../datasets/thumbnails.ts');
      const line = statusLine(context.err, globalsOf(own).quiet === true);
      const made = await writeThumbnails(client, {
        datasetId,
        out: resolve(context.folder, options.out),
        limit: options.limit,
        concepts: options.concept ?? [],
        known: newest?.metadata.deeptune.concepts.map(({ id }) => id) ?? [],
        onInput: (read) => line.update(`${read} inputs read`),
      });
      line.clear();
      context.output(own).rows(made.sheets, columns);
      sayRest((words) => context.say(own, words), made);
      finish(datasetId, made);
    });
  return withExamples(
    command,
    {
      line: 'datasets thumbnails pictures --out thumbnails',
      words: 'a contact sheet for each concept',
    },
    {
      line: 'datasets thumbnails pictures --out thumbnails --limit 8',
      words: 'eight pictures of each',
    },
  );
}

const columns: readonly Column<ConceptSheet>[] = [
  { name: 'concept', value: ({ concept }) => concept },
  { name: 'pictures', value: ({ pictures }) => pictures, align: 'right' },
  { name: 'inputs', value: ({ inputs }) => inputs, align: 'right' },
  { name: 'sheet', value: ({ sheet }) => sheet },
];

const maxNamed = 5;

function sayRest(say: (words: string) => void, made: Thumbnails): void {
  const { inputsRead, isAllRead, withoutPicture, problems } = made;
  if (!isAllRead)
    say(
      `${counted(inputsRead, 'input')} read, then every concept had its pictures; --limit takes more`,
    );
  if (withoutPicture > 0) say(`${counted(withoutPicture, 'input')} without a picture left out`);
  for (const { input, reason } of problems.slice(0, maxNamed))
    say(`not drawn: ${safeText(input)}: ${safeText(reason)}`);
  if (problems.length > maxNamed) say(`and ${problems.length - maxNamed} more not drawn`);
}

function finish(datasetId: string, { sheets, problems, withoutPicture }: Thumbnails): void {
  if (problems.length > 0)
    throw new CommandFailure(`${counted(problems.length, 'picture')} could not be drawn`, {
      exitStatus: exitStatus.refused,
      code: 'pictures-not-drawn',
    });
  if (sheets.length > 0) return;
  const why = withoutPicture > 0 ? 'its inputs are texts' : 'it has no such inputs';
  throw new CommandFailure(`Dataset '${datasetId}' has no pictures to show: ${why}`, {
    exitStatus: exitStatus.refused,
    code: 'no-pictures',
    next: [commandLine('datasets', 'show', datasetId)],
  });
}
