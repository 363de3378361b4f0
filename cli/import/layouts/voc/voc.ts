import { posix } from '../../paths.ts';
import type { ImageSize } from '../../../../core/dataset/image/dimensions.ts';
import { imageSize } from '../../../../core/dataset/image/image-size.ts';
import { maxContentBytes } from '../../../../core/ports/fetcher.ts';
import type { Entry, EntryRegion, Note, Problem, Split } from '../../entry.ts';
import { failed, leftOut, withoutSome } from '../../entry.ts';
import type { Layout } from '../../layout.ts';
import type { SourceFiles } from '../../source-files.ts';
import { insideOf, notesOfCorners } from '../inside.ts';
import { folderOf, listingOf, namesOf, startOf, textOfFile } from '../listing.ts';
import { unusedFiles } from '../other-files.ts';
import type { Found } from '../picture-index.ts';
import { PictureIndex } from '../picture-index.ts';
import { boxOf, pointsOf } from '../region.ts';
import { splitOfPath, splitOfWord } from '../splits.ts';
import type { VocFile, VocObject } from './voc-xml.ts';
import { parseObject, parseVoc } from './voc-xml.ts';
import { utf8Of } from '../../bytes.ts';

const name = 'Pascal VOC';

/** An XML file for each image: in `Annotations/` beside `JPEGImages/`, or beside the image. */
export const voc: Layout = {
  name,
  async recognise(files, file) {
    if (file !== undefined) return undefined;
    const { folders } = await listingOf(files);
    const places = [...folders].filter(([, { firstXml }]) => firstXml !== undefined);
    for (const [folder, { firstXml = '' }] of places) {
      const start = utf8Of(await startOf(files, firstXml, 4_096));
      if (!/<annotation[\s>]/.test(start)) continue;
      const count = places.reduce((sum, [, content]) => sum + content.documentsOfImages, 0);
      const where = places.length === 1 ? `${folder || '.'}/` : `${places.length} folders`;
      return {
        layout: name,
        description: `Pascal VOC, ${count} XML files in ${where}`,
        read: () => entries(files),
      };
    }
    return undefined;
  },
};

async function* entries(files: SourceFiles): AsyncGenerator<Entry | Problem> {
  const names = await namesOf(files);
  const pictures = new PictureIndex(names);
  const splits = await splitsOf(files, names);
  const used = new Set<string>();
  for (const file of names) {
    if (!/\.xml$/i.test(file)) {
      if (isSet(file)) used.add(file);
      continue;
    }
    used.add(file);
    yield* fileEntries(files, { file, pictures, used, splits });
  }
  yield* unusedFiles(names, (each) => used.has(each));
}

interface Reading {
  readonly file: string;
  readonly pictures: PictureIndex;
  readonly used: Set<string>;
  /** By the name of the image without its ending. */
  readonly splits: ReadonlyMap<string, Split>;
}

async function* fileEntries(
  files: SourceFiles,
  { file, pictures, used, splits }: Reading,
): AsyncGenerator<Entry | Problem> {
  const found = await parsed(files, file);
  if (typeof found === 'string') {
    yield failed(file, found);
    return;
  }
  const stem = posix.basename(file).replace(/\.xml$/i, '');
  const picture = pictureOf(pictures, file, found.filename);
  if (typeof picture === 'string') {
    yield failed(file, picture);
    return;
  }
  used.add(picture.name);
  const of = found.size ?? (await measured(files, picture.name));
  const regions: EntryRegion[] = [];
  const notes: Note[] = [...picture.notes];
  let refused = 0;
  for (const [index, each] of found.objects.entries()) {
    const where = `${file}: object ${index + 1}`;
    const read = objectOn(each, of, found.isFromOne);
    if (typeof read === 'string') {
      yield failed(where, read);
      refused += 1;
    } else {
      regions.push(read.region);
      notes.push(...read.notes);
      if (read.parts > 0) yield leftOut(where, 'part', `${read.parts} parts of it are not read`);
    }
  }
  if (refused > 0) notes.push(withoutSome(refused));
  const split = splits.get(stem) ?? splitOfPath(folderOf(file));
  yield {
    where: picture.name,
    content: { kind: 'file', name: picture.name },
    concepts: [],
    ...(regions.length > 0 ? { regions } : {}),
    metadata: {},
    ...(found.size ? { size: found.size } : {}),
    ...(split ? { split } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

async function parsed(files: SourceFiles, file: string): Promise<VocFile | string> {
  try {
    return parseVoc(await textOfFile(files, file));
  } catch (error) {
    return (error as Error).message;
  }
}

/** By the name that the file says; tools copy files without changing it, so then by its own. */
function pictureOf(
  pictures: PictureIndex,
  file: string,
  filename: string | undefined,
): Found | string {
  const folder = folderOf(file);
  const above = folderOf(folder);
  const folders = [
    folder,
    ...['JPEGImages', 'images', 'Images', 'imgs', ''].map((each) => posix.join(above, each)),
  ].map((each) => (each === '.' ? '' : each));
  const stem = posix.basename(file).replace(/\.xml$/i, '');
  const own = ['jpg', 'jpeg', 'png', 'JPG', 'JPEG', 'PNG', 'bmp', 'tif', 'tiff', 'webp']
    .map((ending) => pictures.find(`${stem}.${ending}`, folders))
    .find((found) => typeof found !== 'string');
  const said = filename === undefined ? undefined : pictures.find(filename, folders);
  if (said !== undefined && typeof said !== 'string') return said;
  if (own === undefined) return said ?? `The image of '${file}' is not there`;
  const detail = `${file} says '${filename ?? ''}'; the image of its own name is read`;
  return { ...own, notes: [...own.notes, { word: 'found-elsewhere', detail }] };
}

async function measured(files: SourceFiles, picture: string): Promise<ImageSize | undefined> {
  const read = await files.read(picture, maxContentBytes);
  return 'reason' in read ? undefined : imageSize(read.bytes);
}

interface ReadObject {
  readonly region: EntryRegion;
  readonly notes: readonly Note[];
  readonly parts: number;
}

function objectOn(
  each: unknown,
  of: ImageSize | undefined,
  isFromOne: boolean,
): ReadObject | string {
  const object = parseObject(each);
  if (typeof object === 'string') return object;
  if (!of) return 'the file says no size, and the image cannot be measured';
  const { bndbox, polygon } = object;
  if (!bndbox) return `'${object.name}' has no bndbox`;
  // The first pixel of the challenge's own files is 1, and the last belongs to the box.
  const [x, y] = isFromOne ? [bndbox.xmin - 1, bndbox.ymin - 1] : [bndbox.xmin, bndbox.ymin];
  const found = insideOf([x, y, bndbox.xmax - x, bndbox.ymax - y], of);
  if (typeof found === 'string') return `'${object.name}': ${found}`;
  const corners = polygon ? cornersOf(polygon) : undefined;
  return {
    region: {
      concepts: [object.name],
      box: boxOf(found.box, of),
      polygon: corners ? pointsOf(corners, of) : null,
    },
    notes: [
      ...found.notes,
      ...(corners ? notesOfCorners(corners, of) : []),
      ...notesOfMarks(object),
    ],
    parts: object.part.length,
  };
}

/** `x1`, `y1`, `x2`, `y2`, …: Roboflow's addition. Undefined for fewer than 3 corners. */
function cornersOf(polygon: Readonly<Record<string, number>>): number[] | undefined {
  const corners: number[] = [];
  for (let at = 1; ; at += 1) {
    const [x, y] = [polygon[`x${at}`], polygon[`y${at}`]];
    if (x === undefined || y === undefined) break;
    corners.push(x, y);
  }
  return corners.length >= 6 ? corners : undefined;
}

/** Read like the others: a detector has no word for these marks. */
function notesOfMarks({ name: concept, difficult, truncated, occluded }: VocObject): Note[] {
  return Object.entries({ difficult, truncated, occluded })
    .filter(([, isMarked]) => isMarked)
    .map(([word]) => ({ word, detail: `'${concept}' is marked as ${word} and read as any other` }));
}

/** `ImageSets/Main/train.txt`, not `aeroplane_train.txt`. */
const isSet = (file: string) => /(^|\/)ImageSets\/.*\.txt$/.test(file);

async function splitsOf(
  files: SourceFiles,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Split>> {
  const splits = new Map<string, Split>();
  for (const file of names) {
    const split = splitOfWord(posix.basename(file, '.txt'));
    if (!split || !/(^|\/)ImageSets\/(Main\/)?[a-z]+\.txt$/.test(file)) continue;
    for (const line of (await textOfFile(files, file)).split('\n')) {
      const [stem] = line.trim().split(/\s+/);
      if (stem) splits.set(posix.basename(stem), split);
    }
  }
  return splits;
}
