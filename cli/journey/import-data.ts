import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import type { Session } from '../frame/connection/session.ts';
import { statusLine } from '../frame/output/status-line.ts';
import { countsInWords, firstInWords } from '../import/command/words.ts';
import { frozenVersion } from '../import/command/service.ts';
import type { Counts } from '../import/counts.ts';
import { totalOf } from '../import/counts.ts';
import type { Problem } from '../import/entry.ts';
import { importInputs } from '../import/import.ts';
import { journalPath } from '../whole-file.ts';
import type { DatasetVersion } from '../../core/api/wire/messages.ts';
import type { LocalData } from './look-at-data.ts';
import type { TrainRequest } from './train-request.ts';

const errorsFile = 'import-errors.jsonl';
const shownProblems = 3;

type Way = Pick<CommandContext, 'say' | 'err' | 'folder' | 'wait' | 'confirm'>;

/**
 * Imports data into a dataset, with progress; what is there already is not added again. What
 * failed is asked about.
 * @throws CommandFailure (1) where some failed and nobody wants to go on without them
 */
export async function importData(
  context: Way,
  command: Command,
  of: {
    readonly session: Session;
    readonly data: LocalData;
    readonly datasetId: string;
    readonly request: TrainRequest;
  },
): Promise<Counts> {
  const { session, data, datasetId, request } = of;
  const line = statusLine(context.err, globalsOf(command).quiet === true);
  const all = data.look.counts.read;
  const first: Problem[] = [];
  const { url, user, app } = session;
  const name = [url, user, app, datasetId, data.path, JSON.stringify(request.reading ?? {})];
  const counts = await importInputs(session.client, {
    datasetId,
    origin: data.origin,
    recognised: data.source,
    byUrl: false,
    update: request.update,
    idPrefix: '',
    journalPath: journalPath(join(context.folder, '.deeptune-import'), name),
    errorsPath: resolve(context.folder, errorsFile),
    wait: context.wait,
    onProgress: ({ read }) => line.update(`importing ${read} of ${all}`),
    onProblem: (problem) => {
      if (problem.kind === 'failed' && first.length < shownProblems) first.push(problem);
    },
  }).finally(line.clear);
  context.say(command, `imported: into dataset '${datasetId}', ${countsInWords(counts)}`);
  if (counts.failed > 0) await acceptFailures(context, command, { counts, first, request });
  return counts;
}

async function acceptFailures(
  context: Way,
  command: Command,
  of: { readonly counts: Counts; readonly first: Problem[]; readonly request: TrainRequest },
): Promise<void> {
  const { counts, first, request } = of;
  for (const text of firstInWords(first, counts.failed)) context.say(command, text);
  context.say(command, `each that failed, and why, is in ${errorsFile}`);
  if (request.skipFailed) return;
  const others = counts.read - totalOf(counts.leftOut) - counts.failed;
  const words = `${counts.failed} could not be imported. Go on with the ${others} others?`;
  if (globalsOf(command).yes)
    throw new CommandFailure(`${words} --yes does not answer this, since data would be missing`, {
      exitStatus: exitStatus.refused,
      code: 'import-incomplete',
      next: ['deeptune train … --skip-failed'],
    });
  await context.confirm(command, words);
}

/**
 * What the dataset holds now, frozen. Where its newest version holds the same already, that one is
 * taken.
 */
export async function freezeDataset(client: Client, datasetId: string): Promise<DatasetVersion> {
  const at = { dataset_id: datasetId };
  const { dataset_versions: before } = await client.call('ListDatasetVersions', {
    ...at,
    per_page: 20,
  });
  const made = await frozenVersion(client, { dataset: datasetId });
  const { digest } = made.metadata.deeptune;
  const same = before.find(
    ({ id, status, metadata }) =>
      id !== made.id && status.code === ready && metadata.deeptune.digest === digest,
  );
  if (same === undefined) return made;
  await client.call('DeleteDatasetVersions', at, { dataset_version_ids: [made.id] });
  return same;
}

/** Clarifai's code of a dataset version that is ready. */
const ready = 64015;
