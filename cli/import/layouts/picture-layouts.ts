import { parse } from 'yaml';
import type { Layout } from '../layout.ts';
import { tableLayouts } from '../tables/table-layouts.ts';
import { clarifaiArchive } from './archive/clarifai-archive.ts';
import { zipOf } from './archive/zip.ts';
import { coco } from './coco/coco-layout.ts';
import { imageFolder } from './image-folder.ts';
import { splitFolders } from './split-folders.ts';
import { voc } from './voc/voc.ts';
import { yoloWith } from './yolo/yolo.ts';

/** Anchors that name each other are few here, and a bomb there. */
const yolo = yoloWith((text) => parse(text, { maxAliasCount: 10 }) as unknown);

/** The special before the general. */
const folders: readonly Layout[] = [clarifaiArchive, coco, yolo, voc, splitFolders];

/** In the order in which they are asked, before any folder is taken for a folder of images. */
export const pictureLayouts: readonly Layout[] = [
  zipOf([...folders, ...tableLayouts, imageFolder]),
  ...folders,
];
