import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { FolderFiles } from '../import/folder-files.ts';
import { usageFailure } from '../frame/failure.ts';

/** What a model reads: the field of an input. */
export type InputField = 'image' | 'text';

/** An input to answer. Its bytes are read when they are sent. */
export interface Source {
  /** As the person named it: a path from where he stands, `line 3`, an input's id. */
  readonly name: string;
  /** Name of its drawing: below the folder that was named. */
  readonly drawnAs: string;
  /** @throws Error where it cannot be read */
  readonly read: () => Promise<Uint8Array>;
}

/** What a folder holds besides inputs; said, not answered. */
export interface Sources {
  readonly sources: readonly Source[];
  readonly leftOut: readonly string[];
}

const endings: Readonly<Record<InputField, RegExp>> = {
  // The last ones are pictures too, which the service refuses with what to do instead.
  image: /\.(png|jpe?g|jfif|gif|bmp|tiff?|webp|avif|heic|heif|jxl|jp2|ico)$/i,
  text: /\.(txt|text|md)$/i,
};

/** At most so many bytes of one input are sent. */
export const maxInputBytes = 20_000_000;

/**
 * The inputs that files and folders hold: every file that is named; of a folder those whose names
 * end as pictures (texts) do, in the order of their names, folders below it too.
 * @throws CommandFailure (2) where nothing is there by that name
 */
export async function sourcesOf(
  paths: readonly string[],
  folder: string,
  field: InputField,
): Promise<Sources> {
  const sources: Source[] = [];
  const leftOut: string[] = [];
  for (const path of paths) {
    const full = resolve(folder, path);
    if (!existsSync(full))
      throw usageFailure(`'${path}' does not exist (in ${folder})`, 'deeptune predict --help');
    if (!statSync(full).isDirectory()) {
      sources.push(fileSource(path, full));
      continue;
    }
    const files = new FolderFiles(full);
    for await (const name of files.names()) {
      if (endings[field].test(name)) sources.push(folderSource(files, path, name));
      else leftOut.push(join(path, name));
    }
    for await (const { where } of files.passedOver()) leftOut.push(where);
  }
  return { sources, leftOut };
}

/** One input a line; empty lines are none. */
export function lineSources(text: string): Source[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const name = `line ${at + 1}`;
    return { name, drawnAs: name, read: () => Promise.resolve(Buffer.from(line)) };
  });
}

function fileSource(path: string, full: string): Source {
  return {
    name: path,
    drawnAs: basename(path),
    read: async () => {
      const { size } = statSync(full);
      if (size > maxInputBytes)
        throw new Error(`The file has ${size} bytes; at most ${maxInputBytes} are sent`);
      return readFileSync(full);
    },
  };
}

function folderSource(files: FolderFiles, folder: string, name: string): Source {
  return {
    name: join(folder, name),
    drawnAs: name,
    read: async () => {
      const file = await files.read(name, maxInputBytes);
      if ('reason' in file) throw new Error(file.reason);
      return file.bytes;
    },
  };
}
