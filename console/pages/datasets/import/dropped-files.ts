import type { GivenFile } from './browser-files.ts';

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
