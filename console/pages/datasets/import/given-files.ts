import type { GivenFile } from './browser-files.ts';

/** What was dropped or chosen: a folder by its name, or some files. */
export interface Given {
  /** For a person. */
  readonly name: string;
  readonly files: readonly GivenFile[];
  /** The one among them that describes the others, as it would be named to the command line. */
  readonly file?: string;
}

/** Tables and annotations, which may describe what lies beside them. */
const documents = /\.(csv|tsv|jsonl|ndjson|json|ya?ml)$/i;

/**
 * Names are told from the folder that was given, as the command line tells them: one folder alone
 * is the source itself.
 */
export function givenFrom(all: readonly GivenFile[]): Given {
  const roots = [...new Set(all.map(({ path }) => path.split('/')[0] ?? ''))];
  const [root = ''] = roots;
  if (roots.length === 1 && all.every(({ path }) => path.includes('/')))
    return {
      name: root,
      files: all.map(({ path, file }) => ({ path: path.slice(root.length + 1), file })),
    };
  const described = all.filter(({ path }) => documents.test(path));
  const [only] = described;
  const isLoose = all.every(({ path }) => !path.includes('/'));
  return {
    name: roots.length === 1 ? root : `${all.length} files`,
    files: all,
    ...(isLoose && only && described.length === 1 ? { file: only.path } : {}),
  };
}

/** The files of `<input type="file">`, with the folder's name where a folder was chosen. */
export function filesOfInput(files: Iterable<File>): GivenFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * The files of a drop, those of folders too. Called while the event is handled: its items are gone
 * afterwards.
 * @param onFound told how many were found so far
 */
export async function filesOfDrop(
  items: DataTransferItemList,
  onFound: (files: number) => void,
): Promise<GivenFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((one) => one !== null);
  const found: GivenFile[] = [];
  for (const entry of entries)
    for await (const file of filesBelow(entry)) {
      found.push(file);
      if (found.length % 100 === 0) onFound(found.length);
    }
  return found;
}

async function* filesBelow(entry: FileSystemEntry): AsyncGenerator<GivenFile> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    yield { path: entry.fullPath.replace(/^\//, ''), file };
    return;
  }
  for await (const child of childrenOf(entry as FileSystemDirectoryEntry)) yield* filesBelow(child);
}

/** A hundred at a time, until none is left. */
async function* childrenOf(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    yield* some;
  }
}
