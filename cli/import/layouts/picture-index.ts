import { posix } from 'node:path';

/** The hash that Label Studio puts before the name of what is uploaded to it. */
const uploadPrefix = /^[0-9a-f]{8}-/;

/**
 * Finds the file that annotations mean by a path: as it is written, in the folders where such files
 * lie in their layout, then by its last part wherever that is the only one of its name.
 */
export class PictureIndex {
  readonly #names: ReadonlySet<string>;
  #byBase: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  /**
   * @param written with the separators of either system, `.\\`, `images\\..`, URL escapes
   * @param folders where paths may start from, the likeliest first; empty: the source's own
   * @returns the file's name, or why there is none: a sentence
   */
  find(written: string, folders: readonly string[]): { name: string } | string {
    const path = written.replaceAll('\\', '/');
    for (const each of new Set([path, decoded(path)])) {
      const name = this.#below(each, folders) ?? this.#byLastPart(each);
      if (Array.isArray(name))
        return `'${written}' may be any of ${name.slice(0, 3).join(', ')}: give its path`;
      if (typeof name === 'string') return { name };
    }
    return `The image '${written}' is not there`;
  }

  /** The path below each folder; then without its first segments, which are of another machine. */
  #below(path: string, folders: readonly string[]): string | undefined {
    const segments = posix.normalize(path).split('/');
    for (let left = 0; left < segments.length; left += 1)
      for (const folder of folders) {
        const name = posix.join(folder, ...segments.slice(left));
        if (this.#names.has(name)) return name;
      }
    return undefined;
  }

  #byLastPart(path: string): string | readonly string[] | undefined {
    const base = posix.basename(path);
    this.#byBase ??= Map.groupBy(this.#names, (name) => posix.basename(name));
    const found = this.#byBase.get(base) ?? this.#byBase.get(base.replace(uploadPrefix, '')) ?? [];
    return found.length > 1 ? found : found[0];
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
