import { extname, posix } from '../../paths.ts';
import type { Entry, Problem } from '../../entry.ts';
import { leftOut } from '../../entry.ts';
import type { Layout, Recognised } from '../../layout.ts';
import type { SourceFiles } from '../../source-files.ts';
import { folderOf, listingOf, namesOf, startOf } from '../listing.ts';
import { unusedFiles } from '../other-files.ts';
import { PictureIndex } from '../picture-index.ts';
import { splitOfFile, splitOfPath } from '../splits.ts';
import type { CocoSource } from './coco.ts';
import { cocoEntries } from './coco.ts';
import { utf8Of } from '../../bytes.ts';

const name = 'COCO';

/**
 * One COCO file, or a folder that has some: COCO's own `annotations/` beside `train2017/`,
 * Roboflow's `train/_annotations.coco.json`, Label Studio's `result.json`, CVAT's
 * `annotations/instances_default.json`, our own exports.
 */
export const coco: Layout = {
  name,
  async recognise(files, file) {
    if (file !== undefined) {
      if (extname(file).toLowerCase() !== '.json' || !(await isObject(files, file)))
        return undefined;
      return recognised(files, { sources: [sourceOf(file)], isWhole: false });
    }
    const { documents } = await listingOf(files);
    const found = await cocoFilesAmong(files, documents);
    if (found.length === 0) return undefined;
    const sources = withoutDoubles(found).map(sourceOf);
    assertDistinct(sources);
    const passedOver = found.filter((each) => sources.every((one) => one.file !== each));
    return recognised(files, { sources, isWhole: true, passedOver });
  },
};

interface Choice {
  readonly sources: readonly CocoSource[];
  /** True: the whole folder is meant, and what of it is not used is counted. */
  readonly isWhole: boolean;
  readonly passedOver?: readonly string[];
}

function recognised(files: SourceFiles, choice: Choice): Recognised {
  const names = choice.sources.map(({ file, split }) => (split ? `${file} (${split})` : file));
  return {
    layout: name,
    description: `COCO, ${names.join(', ')}`,
    read: () => entries(files, choice),
  };
}

async function* entries(
  files: SourceFiles,
  { sources, isWhole, passedOver = [] }: Choice,
): AsyncGenerator<Entry | Problem> {
  const names = await namesOf(files);
  // An export of ours says in a file of its own what it is.
  const used = new Set(['mimetype', ...sources.map(({ file }) => file)]);
  const places = {
    files,
    pictures: new PictureIndex(names),
    onUse: (each: string) => void used.add(each),
  };
  for (const source of sources) yield* cocoEntries(source, places);
  if (!isWhole) return;
  for (const each of passedOver) {
    used.add(each);
    yield leftOut(each, 'other-annotations', 'Captions and keypoints are not read');
  }
  yield* unusedFiles(names, (each) => used.has(each));
}

/** Where the images of a file may lie, by the layouts of those who write such files. */
function sourceOf(file: string): CocoSource {
  const folder = folderOf(file);
  const base = posix.basename(file, extname(file));
  // COCO's own: annotations/instances_train2017.json belongs to train2017/.
  const set = base.replace(/^(instances|person_keypoints|captions|image_info)_/, '');
  const roots = /^(annotations?|labels)$/i.test(posix.basename(folder))
    ? [folderOf(folder), folder]
    : [folder];
  const folders = roots.flatMap((root) =>
    ['', set, `images/${set}`, 'images', 'data'].map((below) => posix.join(root, below)),
  );
  const split = splitOfFile(file) ?? splitOfPath(folder);
  return {
    file,
    folders: [...new Set(folders.map((each) => (each === '.' ? '' : each)))],
    ...(split ? { split } : {}),
  };
}

async function cocoFilesAmong(files: SourceFiles, documents: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const each of documents)
    if (extname(each).toLowerCase() === '.json' && (await isCoco(files, each))) found.push(each);
  return found;
}

/** Looks at the beginning only: such files may have hundreds of megabytes. */
async function isCoco(files: SourceFiles, file: string): Promise<boolean> {
  const start = utf8Of(await startOf(files, file));
  if (!/^\ufeff?\s*\{/.test(start)) return false;
  return (
    /"(images|annotations|categories)"\s*:\s*\[/.test(start) ||
    (/"(info|licenses)"\s*:/.test(start) && !/"(inputs|shapes)"\s*:/.test(start))
  );
}

async function isObject(files: SourceFiles, file: string): Promise<boolean> {
  const start = utf8Of(await startOf(files, file, 4_096));
  return /^\ufeff?\s*\{/.test(start) && !/^\ufeff?\s*\{\s*"inputs"\s*:/.test(start);
}

/** COCO tells the same images three times: boxes, keypoints and captions. The boxes are read. */
function withoutDoubles(found: readonly string[]): readonly string[] {
  const isBoxes = (each: string) => posix.basename(each).startsWith('instances_');
  if (!found.some(isBoxes)) return found;
  return found.filter(
    (each) => !/^(captions|person_keypoints|image_info)_/.test(posix.basename(each)),
  );
}

/** Files of one folder that are no splits of it tell of the same images. @throws Error */
function assertDistinct(sources: readonly CocoSource[]): void {
  const places = Map.groupBy(sources, ({ file, split }) => `${folderOf(file)} ${split ?? ''}`);
  for (const same of places.values())
    if (same.length > 1)
      throw new Error(
        `Several COCO files lie in one folder and are no splits of it: ${same.map(({ file }) => file).join(', ')}. Name the one that is meant`,
      );
}
