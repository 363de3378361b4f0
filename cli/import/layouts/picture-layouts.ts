import { extname } from 'node:path';
import type { Layout } from '../layout.ts';
import { cocoEntries } from './coco.ts';
import { imageFolderEntries } from './image-folder.ts';

const coco: Layout = {
  name: 'COCO',
  async recognise(files, file) {
    if (file === undefined || extname(file).toLowerCase() !== '.json') return undefined;
    return { layout: 'COCO', description: `COCO, ${file}`, read: () => cocoEntries(files, file) };
  },
};

const imageFolder: Layout = {
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
export const pictureLayouts: readonly Layout[] = [coco, imageFolder];
