import { posix } from 'node:path';
import type { Entry } from '../entry.ts';
import type { SourceFiles } from '../source-files.ts';

const images = /\.(png|jpe?g|gif|bmp|tiff?|webp)$/i;

/**
 * Every image; the folder that it lies in is its concept, and none at the top. In order of names.
 */
export async function* imageFolderEntries(files: SourceFiles): AsyncGenerator<Entry> {
  for await (const name of files.names()) {
    if (!images.test(name)) continue;
    const folder = posix.basename(posix.dirname(name));
    const concepts = folder === '.' ? [] : [folder];
    yield { where: name, content: { kind: 'file', name }, concepts, metadata: {} };
  }
}
