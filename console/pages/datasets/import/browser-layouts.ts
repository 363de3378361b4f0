import * as z from 'zod/mini';
import { utf8Of } from '../../../../cli/import/bytes.ts';
import type { Layout } from '../../../../cli/import/layout.ts';
import { coco } from '../../../../cli/import/layouts/coco/coco-layout.ts';
import { imageFolder } from '../../../../cli/import/layouts/image-folder.ts';
import { listingOf, startOf } from '../../../../cli/import/layouts/listing.ts';
import { splitFolders } from '../../../../cli/import/layouts/split-folders.ts';
import { yoloWith } from '../../../../cli/import/layouts/yolo/yolo.ts';
import { tableLayouts } from '../../../../cli/import/tables/table-layouts.ts';
import { ForCommandLineError } from './for-command-line.ts';
import { parsePlainYaml } from './plain-yaml.ts';

// What is wrong with a value is said in words; all languages would be larger than the importer.
z.config({
  localeError: (issue) =>
    issue.code === 'invalid_type'
      ? `Invalid input: expected ${issue.expected}, received ${kindOf(issue.input)}`
      : 'Invalid input',
});

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

/** Archives, which a browser is not burdened with. */
const archives: Layout = {
  name: "ZIP archives and Clarifai's exports (by the command line)",
  async recognise(files, file) {
    if (file !== undefined && /\.zip$/i.test(file)) throw notHere(`'${file}' is a ZIP archive`);
    if (file !== undefined) return undefined;
    if (await files.has('mimetype')) {
      const type = utf8Of(await startOf(files, 'mimetype', 100));
      if (type.includes('x.clarifai-data')) throw notHere("It is Clarifai's export");
    }
    const { documents, folders } = await listingOf(files);
    const hasImages = [...folders.values()].some(({ images }) => images > 0);
    const zip = documents.find((one) => /\.zip$/i.test(one));
    if (zip !== undefined && !hasImages) throw notHere(`'${zip}' is a ZIP archive`);
    return undefined;
  },
};

const voc: Layout = {
  name: 'Pascal VOC (by the command line)',
  async recognise(files, file) {
    if (file !== undefined) return undefined;
    const { folders } = await listingOf(files);
    for (const { firstXml } of folders.values()) {
      const start = firstXml === undefined ? undefined : await startOf(files, firstXml, 4_096);
      if (start && /<annotation[\s>]/.test(utf8Of(start)))
        throw notHere('It is Pascal VOC, an XML file for each picture');
    }
    return undefined;
  },
};

function notHere(what: string): Error {
  return new ForCommandLineError(`${what}, which the command line imports`);
}

/** In the order in which the command line asks them. */
export const browserLayouts: readonly Layout[] = [
  archives,
  coco,
  yoloWith(parsePlainYaml),
  voc,
  splitFolders,
  ...tableLayouts,
  imageFolder,
];
