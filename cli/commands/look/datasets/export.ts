import { Command, Option } from 'commander';
import { exportArchive } from '../../../datasets/export-archive.ts';
import { datasetVersionOrNewest } from '../../../datasets/find-dataset.ts';
import { saveFile } from '../../../download/save-file.ts';
import type { CommandContext } from '../../../frame/context.ts';
import { withExamples } from '../../../frame/examples.ts';
import { shortId } from '../../../frame/output/short-id.ts';

/** As people say them -> as the API does. */
const archives = {
  coco: 'COCO',
  json: 'CLARIFAI_DATA_JSON',
  protobuf: 'CLARIFAI_DATA_PROTOBUF',
} as const;

interface Options {
  readonly archive: keyof typeof archives;
  readonly out?: string;
}

/** `deeptune datasets export`: a version as an archive that is imported back without loss. */
export function datasetsExportCommand(context: CommandContext): Command {
  const command = new Command('export')
    .summary('download a version as COCO or as an archive of Clarifai')
    .description(
      "Downloads a dataset version as a ZIP: COCO, or Clarifai's data as JSON or protobuf. deeptune import reads each back.",
    )
    .argument('<dataset>', 'the dataset')
    .argument('[version]', 'its version, by its id or how it ends (the newest)')
    .addOption(
      new Option('--archive <kind>', 'what is written')
        .choices(Object.keys(archives))
        .default('coco'),
    )
    .option('--out <path>', 'a file, or a folder to put it in (here, by its name)')
    .action(
      async (datasetId: string, asked: string | undefined, options: Options, own: Command) => {
        const { client } = await context.connect(own);
        const version = await datasetVersionOrNewest(client, datasetId, asked);
        const made = await exportArchive(
          client,
          { datasetId, versionId: version.id, format: archives[options.archive] },
          (milliseconds) => context.wait(milliseconds),
        );
        const { details } = made.status;
        if (details) context.say(own, details);
        const name = `${datasetId}-${shortId(version.id)}-${options.archive}.zip`;
        const size = made.size === undefined ? undefined : Number(made.size);
        await saveFile(context, own, { url: made.url, size, out: options.out, name });
      },
    );
  return withExamples(command, {
    line: 'datasets export pictures --archive coco --out boxes.zip --yes',
    words: 'the newest version as COCO',
  });
}
