import type { Command } from 'commander';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import { commandLine, dollars, duration } from '../frame/output/words.ts';
import { isEnded, readTraining, statusOf } from '../training/training-state.ts';
import { moneyWords } from '../watch/watch-line.ts';
import { watchTraining } from '../watch/watch.ts';
import { openVersion } from '../training/find-version.ts';
import type { Named } from '../training/find-version.ts';
import { appWords } from '../training/named-app.ts';

/** `deeptune stop`. @throws CommandFailure where it has ended already (1) */
export async function stop(
  context: CommandContext,
  command: Command,
  asked: Named & { readonly watch: boolean },
): Promise<void> {
  const session = await context.connect(command);
  const { client } = session;
  const { modelId, version } = await openVersion(client, asked, 'stop');
  const words = appWords(command, session);
  const { state } = await readTraining(client, modelId, version.id);
  if (isEnded(state))
    throw new CommandFailure(
      `Version '${version.id}' of model '${modelId}' is ${state.status}: there is nothing to stop`,
      {
        ...{ exitStatus: exitStatus.refused, code: 'not-training' },
        next: [commandLine('versions', modelId, ...words)],
      },
    );
  await context.confirm(
    command,
    `Stop the training of '${modelId}' (${moneyWords(state)})? Its newest checkpoint is kept`,
  );
  const versionId = version.id;
  // A training may end meanwhile: what has ended is not deleted.
  await client.call('DeleteModelVersion', {
    ...{ model_id: modelId, version_id: versionId, stop_only: true },
  });
  if (!asked.watch) return context.say(command, 'asked to end');
  const isQuiet = globalsOf(command).quiet === true;
  const ended = await watchTraining({ client, modelId, versionId }, context, { isQuiet });
  const row = { app: session.app, model: modelId, version: versionId };
  const facts = { status: statusOf(ended.version), amountMicros: ended.state.amountMicros };
  context.output(command).text(endLines(ended.version, modelId, words), { ...row, ...facts });
}

/** How it ended, what is kept, what it cost. */
function endLines(version: ModelVersion, modelId: string, words: readonly string[]): string[] {
  const { settlement } = version.metadata?.deeptune ?? {};
  const bill = settlement
    ? [`billed ${duration(settlement.billableSeconds)}: ${dollars(settlement.amountMicros)}`]
    : [];
  const { description, details } = version.status;
  const resume = commandLine('resume', modelId, '--version', version.id, ...words);
  return [
    `model '${modelId}', version ${version.id}: ${statusOf(version)}. ${details ?? description}`,
    ...bill,
    ...(statusOf(version) === 'stopped' ? [`${resume} goes on from what it kept`] : []),
  ];
}
