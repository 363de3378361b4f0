import { extname } from 'node:path';
import type { Layout } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import { cocoEntries } from './coco.ts';
import { imageFolderEntries } from './image-folder.ts';

/** A list of objects is a table. */
async function beginsWithObject(files: SourceFiles, file: string): Promise<boolean> {
  for await (const chunk of files.stream(file)) {
    const begun = Buffer.from(chunk).toString('utf8').replace('\ufeff', '').trimStart();
    if (begun !== '') return begun.startsWith('{');
  }
  return false;
}

const coco: Layout = {
  name: 'COCO',
  async recognise(files, file) {
    if (file === undefined || extname(file).toLowerCase() !== '.json') return undefined;
    if (!(await beginsWithObject(files, file))) return undefined;
    return { layout: 'COCO', description: `COCO, ${file}`, read: () => cocoEntries(files, file) };
  },
};

/** Every folder: asked last. */
export const imageFolder: Layout = {
  name: 'folder of images',
  async recognise(files, file) {
    if (file !== undefined) return undefined;
    return {
      layout: 'folder of images',
      description: 'a folder of images: the folder that an image lies in is its concept',
      read: () => imageFolderEntries(files),
    };
  },
};

/** In the order in which they are asked: the special before the general. */
export const pictureLayouts: readonly Layout[] = [coco];
