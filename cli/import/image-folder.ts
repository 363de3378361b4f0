import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Entry } from './entry.ts';

const images = /\.(png|jpe?g|gif|bmp|tiff?|webp)$/i;

/** Every image below a folder; the folder that it lies in is its concept, and none at the top. In order of names, hidden ones left out. */
export async function* imageFolderEntries(folder: string, below = ''): AsyncGenerator<Entry> {
  const found = await readdir(join(folder, below), { withFileTypes: true });
  const visible = found.filter(({ name }) => !name.startsWith('.'));
  for (const one of visible.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = below === '' ? one.name : `${below}/${one.name}`;
    if (one.isDirectory()) yield* imageFolderEntries(folder, name);
    else if (images.test(one.name)) {
      const content = { kind: 'file', path: join(folder, name), name } as const;
      yield { where: name, content, concepts: below === '' ? [] : [basename(below)], metadata: {} };
    }
  }
}
