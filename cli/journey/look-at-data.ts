import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import { statusLine } from '../frame/output/status-line.ts';
import { commandLine } from '../frame/output/words.ts';
import { lookInWords, recognisedInWords } from '../import/command/words.ts';
import { localOrigin } from '../import/folder-files.ts';
import { assertRead } from '../import/import.ts';
import type { Reading, Recognised } from '../import/layout.ts';
import { lookAt } from '../import/look.ts';
import type { Look } from '../import/look.ts';
import type { Origin } from '../import/source-files.ts';
import { sourceOf } from '../import/source.ts';

/** Data of this machine that were looked at. */
export interface LocalData {
  /** Its whole path. */
  readonly path: string;
  readonly origin: Origin;
  readonly source: Recognised;
  readonly look: Look;
}

export interface DataPlace {
  readonly from: string;
  readonly reading: Reading | undefined;
  readonly datasetId: string;
  /** True: each image is decoded, as an import will. */
  readonly isThorough: boolean;
}

/**
 * Looks at data by the importer's own eyes and says what is there.
 * @throws CommandFailure: nothing is there (3), or it is nothing that is read (2)
 */
export async function lookAtData(
  context: CommandContext,
  command: Command,
  { from, reading, datasetId, isThorough }: DataPlace,
): Promise<LocalData> {
  const path = resolve(context.folder, from);
  const origin = originOf(from, path);
  const source = await sourceOf(origin, reading).catch((error: Error) => {
    throw usageFailure(error.message, 'deeptune import --help');
  });
  for (const text of recognisedInWords(source)) context.say(command, text);
  const line = statusLine(context.err, globalsOf(command).quiet === true);
  try {
    const look = await lookAt(source, {
      files: source.files ?? origin.files,
      datasetId,
      isThorough,
      onProgress: (read) => line.update(`${read} looked at`),
    });
    line.clear();
    for (const text of lookInWords(look)) context.say(command, text);
    assertSomething(look, source, from);
    return { path, origin, source, look };
  } finally {
    line.clear();
  }
}

function originOf(from: string, path: string): Origin {
  if (from.startsWith('s3://'))
    throw usageFailure(
      `'${from}' is not on this machine: import it first, then train on the dataset`,
      commandLine('import', '--app', 'shop', '--dataset', 'products', '--from', from),
      commandLine('train', '--app', 'shop', '--dataset', 'products'),
    );
  try {
    return localOrigin(path);
  } catch (error) {
    throw notFoundFailure(`${(error as Error).message}: name a folder or a file with data`);
  }
}

function assertSomething(look: Look, source: Recognised, from: string): void {
  if (look.counts.read === 0)
    throw usageFailure(
      `'${from}' holds nothing that can be trained on: no picture, text or table`,
      'deeptune import --help',
    );
  const next = commandLine('import', '--from', from, '--check', '--errors', 'errors.jsonl');
  try {
    assertRead(look.counts, source);
  } catch (error) {
    throw usageFailure((error as Error).message, next);
  }
  if (Object.keys(look.kinds).length === 0)
    throw usageFailure(`Nothing in '${from}' can be imported (see above)`, next);
}
