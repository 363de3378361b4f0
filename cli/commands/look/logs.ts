import { Command } from 'commander';
import type { Client } from '../../../client/client.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { everyPage } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { CommandFailure, exitStatus, notFoundFailure } from '../../frame/failure.ts';
import { safeText } from '../../frame/output/safe-text.ts';
import { commandLine } from '../../frame/output/words.ts';
import { findModel, findVersion, versionsOf } from '../../training/find-model.ts';
import { statusOf } from '../../training/training-state.ts';
import { wholeNumber } from '../options/option-values.ts';

interface Options {
  readonly follow?: true;
  readonly tail?: number;
}

/** `deeptune logs`: what the trainer wrote. */
export function logsCommand(context: CommandContext): Command {
  const command = new Command('logs')
    .summary("a training's log, what went wrong first")
    .description(
      "Prints a training's log on stdout. Of a training that failed, the reason comes first; the command then ends with 1.",
    )
    .argument('<model>', 'the model')
    .argument('[version]', 'the version, by its id or how it ends (the newest)')
    .option('--follow', 'go on until the training ends')
    .option('--tail <lines>', 'only so many of the last lines', wholeNumber)
    .action(async (modelId: string, asked: string | undefined, options: Options, own: Command) => {
      const { client } = await context.connect(own);
      const version = asked
        ? await findVersion(client, modelId, asked)
        : await newestAskedFor(client, modelId);
      await print({ context, own, client, modelId }, version, options);
    });
  return withExamples(
    command,
    { line: 'logs pictures', words: 'of the newest version' },
    { line: 'logs pictures --tail 3', words: 'how it ended' },
  );
}

interface Printing {
  readonly context: CommandContext;
  readonly own: Command;
  readonly client: Client;
  readonly modelId: string;
}

/** The newest version that was asked to train: a model begins with one that was not. */
async function newestAskedFor(client: Client, modelId: string): Promise<ModelVersion> {
  await findModel(client, modelId);
  for await (const version of versionsOf(client, modelId))
    if (statusOf(version) !== 'untrained') return version;
  throw notFoundFailure(
    `Model '${modelId}' has not been trained yet`,
    commandLine('versions', modelId),
  );
}

const pollMilliseconds = 1000;

async function print(printing: Printing, first: ModelVersion, options: Options): Promise<void> {
  const { context, own, client, modelId } = printing;
  const output = context.output(own);
  const failure = first.metadata?.deeptune.failure;
  if (failure) context.err.write(`${context.err.style.red(failureLine(first))}\n`);
  const write = (line: string) =>
    output.format === 'json'
      ? output.event({ version: first.id, line })
      : context.out.write(`${safeText(line)}\n`);
  let lines = await linesOf(client, modelId, first.id);
  for (const line of lines.slice(-(options.tail ?? lines.length))) write(line);
  if (lines.length === 0) context.say(own, `${first.id} is ${statusOf(first)}: it has no log yet`);
  let version = first;
  while (options.follow && isOpen(version)) {
    await context.wait(pollMilliseconds);
    // The status first: what is written before the end is read after it.
    version = (await client.call('GetModelVersion', { model_id: modelId, version_id: first.id }))
      .model_version;
    const all = await linesOf(client, modelId, first.id);
    for (const line of all.slice(lines.length)) write(line);
    lines = all;
  }
  const reason = version.metadata?.deeptune.failure;
  if (reason)
    throw new CommandFailure(failureLine(version), {
      exitStatus: exitStatus.refused,
      code: reason.code,
    });
}

function failureLine({ id, metadata }: ModelVersion): string {
  const { code, fault, message } = metadata?.deeptune.failure ?? {};
  return `${id} failed (${code}, ${fault}): ${safeText(message ?? '')}`;
}

const isOpen = (version: ModelVersion) =>
  ['queued', 'training', 'stopping'].includes(statusOf(version));

async function linesOf(client: Client, modelId: string, versionId: string): Promise<string[]> {
  const at = { model_id: modelId, version_id: versionId, log_type: 'training' };
  const lines: string[] = [];
  const entries = everyPage(
    async (page) => (await client.call('ListLogEntries', { ...at, ...page })).log_entries,
  );
  for await (const { message } of entries) lines.push(message);
  return lines;
}
