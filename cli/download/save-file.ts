import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { safeText } from '../frame/output/safe-text.ts';
import { usageFailure } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import { statusLine } from '../frame/output/status-line.ts';
import { download } from './download.ts';

/** A link and where its file goes. */
export interface FileToSave {
  readonly url: string;
  readonly size: number | undefined;
  /** As the person wrote it; undefined: `name` where he stands. A folder: `name` in it. */
  readonly out: string | undefined;
  /** File name where none was chosen. */
  readonly name: string;
}

/**
 * Fetches a file to where a person wants it, with its progress on stderr, and says where it lies.
 * What is there already is replaced only when he says so.
 * @throws CommandFailure, as `download`; declined (1)
 */
export async function saveFile(
  context: CommandContext,
  own: Command,
  { url, size, out, name }: FileToSave,
): Promise<void> {
  const path = targetOf(context.folder, out, name);
  if (existsSync(path)) await context.confirm(own, `${path} is there already. Replace it?`);
  const line = statusLine(context.err, globalsOf(own).quiet === true);
  const bytes = await download({
    url,
    path,
    size,
    onBytes: (done) => line.update(progress(done, size)),
  });
  line.clear();
  context.output(own).text([safeText(path)], { path, bytes });
  context.say(own, `${megabytes(bytes)} written`);
}

function targetOf(folder: string, out: string | undefined, name: string): string {
  if (out === undefined) return join(folder, name);
  const path = resolve(folder, out);
  if (out === '') throw usageFailure("--out is '' but must be a file or a folder");
  return existsSync(path) && statSync(path).isDirectory() ? join(path, name) : path;
}

function progress(bytes: number, size: number | undefined): string {
  if (!size) return megabytes(bytes);
  return `${Math.floor((100 * bytes) / size)} %  ${megabytes(bytes)} of ${megabytes(size)}`;
}

export function megabytes(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
