import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { CommandFailure, exitStatus } from '../../frame/failure.ts';
import { saveFile } from '../../download/save-file.ts';
import { commandLine } from '../../frame/output/words.ts';
import { versionOrPromoted } from '../../training/promoted.ts';
import { shortId } from '../../frame/output/short-id.ts';

/** `deeptune export`: a model artifact as a file. */
export function exportCommand(context: CommandContext): Command {
  const command = new Command('export')
    .summary("download a trained version's model artifact")
    .description(
      "Downloads the model artifact of a trained version (model.tar.gz: weights as safetensors, configuration, code to serve it). The file is there whole or not at all; after an interruption the same command goes on. A dataset's archive: deeptune datasets export.",
    )
    .argument('<model>', 'the model')
    .argument(
      '[version]',
      'the version, by its id or how it ends (the one that answers predictions)',
    )
    .option('--out <path>', 'a file, or a folder to put it in (here, by its name)')
    .action(
      async (
        modelId: string,
        asked: string | undefined,
        { out }: { readonly out?: string },
        own: Command,
      ) => {
        const { client } = await context.connect(own);
        const version = await versionOrPromoted(client, modelId, asked);
        const at = { model_id: modelId, version_id: version.id };
        const { export: made } = await client.call('GetModelVersionExport', at);
        if (!made.url)
          throw new CommandFailure(
            `${modelId} ${version.id} cannot be exported: ${made.status.details ?? made.status.description}`,
            {
              exitStatus: exitStatus.refused,
              code: 'export-unavailable',
              next: [commandLine('versions', modelId)],
            },
          );
        const name = `${modelId}-${shortId(version.id)}.tar.gz`;
        const size = made.size === undefined ? undefined : Number(made.size);
        await saveFile(context, own, { url: made.url, size, out, name });
      },
    );
  return withExamples(command, {
    line: 'export pictures --out pictures.tar.gz --yes',
    words: 'the newest trained version',
  });
}
