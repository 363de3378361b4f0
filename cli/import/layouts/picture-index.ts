import { posix } from '../paths.ts';
import type { Note } from '../entry.ts';

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
   * @returns the file, or why there is none: a sentence
   */
  find(written: string, folders: readonly string[]): Found | string {
    const path = written.replaceAll('\\', '/');
    const spellings = new Set([path, decoded(path)].flatMap((each) => [each, ...forms(each)]));
    for (const each of spellings) {
      const found = this.#below(each, folders) ?? this.#byLastPart(each);
      if (typeof found === 'string') return found;
      if (found) return withNote(found.name, written, found.isElsewhere);
    }
    return `The image '${written}' is not there`;
  }

  /** The path below each folder; then without its first segments, which are of another machine. */
  #below(path: string, folders: readonly string[]) {
    const segments = posix.normalize(path).split('/');
    for (let left = 0; left < segments.length; left += 1)
      for (const folder of folders) {
        const name = posix.join(folder, ...segments.slice(left));
        if (this.#names.has(name)) return { name, isElsewhere: left > 0 };
      }
    return undefined;
  }

  #byLastPart(path: string) {
    this.#byBase ??= Map.groupBy(this.#names, (name) => comparable(posix.basename(name)));
    const base = comparable(posix.basename(path));
    const found = this.#byBase.get(base) ?? this.#byBase.get(base.replace(uploadPrefix, '')) ?? [];
    const [name] = found;
    if (name === undefined) return undefined;
    return found.length > 1
      ? `'${path}' may be any of ${found.slice(0, 3).join(', ')}: give its path`
      : { name, isElsewhere: true };
  }
}

/** A file, and what is to be said where it is not where its path says. */
export interface Found {
  readonly name: string;
  readonly notes: readonly Note[];
}

function withNote(name: string, written: string, isElsewhere: boolean): Found {
  const notes = isElsewhere
    ? [{ word: 'found-elsewhere', detail: `'${written}' was found as ${name}` }]
    : [];
  return { name, notes };
}

/** macOS takes letters with marks apart in names of files. */
const forms = (path: string) => [path.normalize('NFC'), path.normalize('NFD')];

const comparable = (base: string) => base.normalize('NFC').toLowerCase();

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
