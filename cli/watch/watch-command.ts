import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import { openVersion, versionWith } from '../training/find-version.ts';
import type { FoundVersion, Named } from '../training/find-version.ts';
import { appWords } from '../training/named-app.ts';
import { failureOfStanding, standingOf } from '../training/standing.ts';
import { failureOfEnd } from '../training/start-training.ts';
import { watchAndTell } from './watch-and-tell.ts';
import { watchTraining } from './watch.ts';

/** `deeptune watch`. @throws CommandFailure by how the training ended */
export async function watchCommandRun(
  context: CommandContext,
  command: Command,
  named: Named,
): Promise<void> {
  const session = await context.connect(command);
  const { client } = session;
  const { modelId, version } = await toWatch(client, named);
  const words = appWords(command, session);
  const { format } = globalsOf(command);
  const isForPeople = format === undefined ? context.out.isTerminal : format !== 'json';
  if (isForPeople)
    return watchAndTell(context, command, {
      ...{ session, modelId, versionId: version.id, named: words },
    });
  const output = context.output(command);
  const ended = await watchTraining({ client, modelId, versionId: version.id }, context, {
    isQuiet: true,
    onChange: (state) =>
      output.event({
        at: context.now().toISOString(),
        ...{ app: session.app, model: modelId, version: version.id },
        ...state,
      }),
  });
  const failure = failureOfEnd(ended.version, modelId, words);
  if (failure) throw failure;
  const standing = await standingOf(client, modelId, ended.version);
  const { word, reasons, promotedId } = standing;
  output.event({ at: context.now().toISOString(), standing: word, reasons, promotedId });
  const notPromoted = failureOfStanding(standing, {
    ...{ modelId, versionId: version.id, named: words },
  });
  if (notPromoted) throw notPromoted;
}

/** What is being trained; of a named model otherwise what was trained last. */
async function toWatch(client: Client, named: Named): Promise<FoundVersion> {
  try {
    return await openVersion(client, named, 'watch');
  } catch (error) {
    if (!(error instanceof CommandFailure) || named.model === undefined) throw error;
    const ended = ['trained', 'failed', 'stopped'];
    const of = { model: named.model, version: undefined };
    return { modelId: named.model, version: await versionWith(client, of, ended) };
  }
}
