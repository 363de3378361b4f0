import { appendFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { whereThePersonStands } from '../cli/command-line.ts';
import { endOf } from '../cli/frame/end-of.ts';
import { readOptions } from '../cli/import/command/options.ts';
import type { CommandOptions } from '../cli/import/command/options.ts';
import { freeze, openDoor } from '../cli/import/command/service.ts';
import {
  countsInWords,
  firstInWords,
  lookInWords,
  recognisedInWords,
} from '../cli/import/command/words.ts';
import { totalOf } from '../cli/import/counts.ts';
import type { Counts } from '../cli/import/counts.ts';
import type { Problem } from '../cli/import/entry.ts';
import { localOrigin } from '../cli/import/folder-files.ts';
import { assertRead, importInputs } from '../cli/import/import.ts';
import type { Reading, Recognised } from '../cli/import/layout.ts';
import { lookAt } from '../cli/import/look.ts';
import type { Origin } from '../cli/import/source-files.ts';
import { sourceOf } from '../cli/import/source.ts';
import { journalPath } from '../cli/whole-file.ts';

const { env } = process;
const defaultErrors = 'import-errors.jsonl';
/** Of what failed; the file of errors has all. */
const shownProblems = 3;

const say = (text: string) => void process.stderr.write(`${text}\n`);

const here = whereThePersonStands('import', env);
const isS3 = (from: string) => from.startsWith('s3://');

/**
 * The AWS SDK is loaded only where it is needed; it finds credentials where AWS's own tools do, and
 * the region as the other tools here.
 */
async function originOf(from: string): Promise<Origin> {
  if (!isS3(from)) return localOrigin(resolve(here, from));
  const [{ s3Origin }, { operatorClients }, { operatorRegion }, { readDeploymentFile }] =
    await Promise.all([
      import('../operator/import/s3-origin.ts'),
      import('../operator/clients.ts'),
      import('../operator/region.ts'),
      import('../operator/deployment-file.ts'),
    ]);
  const region = await operatorRegion(readDeploymentFile());
  return s3Origin(operatorClients({ region }).s3, from);
}

function readingOf({ encoding, delimiter, header, columns }: CommandOptions): Reading {
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    hasHeader: header,
    columns,
  };
}

/** Says what is there. @returns how many would fail */
async function look(
  source: Recognised,
  origin: Origin,
  { dataset = 'dataset', idPrefix = '', check, errors }: CommandOptions,
): Promise<Counts> {
  for (const line of recognisedInWords(source)) say(line);
  const errorsPath = check && errors !== undefined ? resolve(here, errors) : undefined;
  if (errorsPath !== undefined) rmSync(errorsPath, { force: true });
  const found = await lookAt(source, {
    files: source.files ?? origin.files,
    datasetId: dataset,
    idPrefix,
    isThorough: check,
    ...(errorsPath === undefined
      ? {}
      : { onProblem: (one) => appendFileSync(errorsPath, `${JSON.stringify(one)}\n`) }),
    onProgress: (read) =>
      read % 10_000 === 0 && read > 0 ? say(`  ${read} looked at`) : undefined,
  });
  for (const line of lookInWords(found)) say(line);
  if (!check && found.kinds['image']) say('  each image is decoded when its turn comes to be sent');
  assertRead(found.counts, source);
  return found.counts;
}

async function send(source: Recognised, origin: Origin, options: CommandOptions): Promise<Counts> {
  const { app = '', dataset = '', from, url, user, byUrl, update, idPrefix = '' } = options;
  const first: Problem[] = [];
  const client = await openDoor({ ...options, app }, env['DEEPTUNE_KEY']);
  await look(source, origin, options);
  const place = isS3(from) ? from : resolve(here, from);
  // What changes what is read has a journal of its own.
  const reading = JSON.stringify([readingOf(options), update, idPrefix, byUrl]);
  const counts = await importInputs(client, {
    datasetId: dataset,
    origin,
    recognised: source,
    byUrl,
    update,
    idPrefix,
    journalPath: journalPath(join(here, '.deeptune-import'), [
      ...[url, user, app, dataset, place, reading],
    ]),
    errorsPath: resolve(here, options.errors ?? defaultErrors),
    wait: async (milliseconds) => void (await wait(milliseconds)),
    onProgress: (progress) => say(countsInWords(progress)),
    onProblem: (problem) => {
      if (problem.kind === 'failed' && first.length < shownProblems) first.push(problem);
    },
  });
  for (const line of firstInWords(first, counts.failed)) say(line);
  if (options.version !== undefined && counts.failed === 0)
    for (const line of await freeze(client, { dataset, version: options.version })) say(line);
  return counts;
}

/** What `--check` answers: `read` is the sum of the others but `notes`. */
function checkedOf({ read, leftOut, failed, notes }: Counts) {
  return { read, wouldSend: read - totalOf(leftOut) - failed, leftOut, failed, notes };
}

/** Where each item that was left out or failed is named. */
function whereProblemsStand({ check, errors = check ? undefined : defaultErrors }: CommandOptions) {
  if (errors === undefined) return '--errors <file> gets a line for each that is left out or fails';
  return `what ${check ? 'would be left out or fail' : 'was left out or failed'}, and why, is in ${errors}`;
}

async function run(options: CommandOptions): Promise<void> {
  const origin = await originOf(options.from);
  const source = await sourceOf(origin, readingOf(options));
  const counts = options.check
    ? await look(source, origin, options)
    : await send(source, origin, options);
  const answer = options.check ? checkedOf(counts) : counts;
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (counts.failed + totalOf(counts.leftOut) > 0) say(whereProblemsStand(options));
  if (counts.failed === 0) return;
  process.exitCode = 1;
  if (options.version !== undefined && !options.check)
    say(
      `version '${options.version}' was not frozen, because ${counts.failed} failed: mend or remove these and run the command again, ` +
        `or freeze what is there: POST …/datasets/${options.dataset ?? ''}/versions {"dataset_versions": [{"id": "${options.version}"}]}`,
    );
}

let url = '';
try {
  const options = readOptions(process.argv.slice(2), env);
  url = options.url;
  await run(options);
} catch (error) {
  process.exitCode = endOf(error, url);
}
