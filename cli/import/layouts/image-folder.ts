import type { Entry, Problem, Split } from '../entry.ts';
import type { Layout } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import type { Listing } from './listing.ts';
import { listingOf } from './listing.ts';
import { canonicalName } from '../../../core/dataset/record/normalise-name.ts';
import { problemOfFile } from './other-files.ts';

const name = 'folder of images';

/** Any folder: asked last. */
export const imageFolder: Layout = {
  name,
  async recognise(files, file) {
    if (file !== undefined) return undefined;
    const listing = await listingOf(files);
    const level = conceptLevel(listing, '');
    const { concepts, hasDeeper } = conceptsAt(listing, '', level);
    const shown = concepts.slice(0, 20).join(', ') + (concepts.length > 20 ? ', …' : '');
    return {
      layout: name,
      description:
        concepts.length === 0
          ? 'a folder of images without folders of concepts: they have none'
          : `a folder of images: the folder that an image lies in is its concept (${shown})`,
      details: hasDeeper
        ? ['Images in folders further below have the concept of the folder above them']
        : [],
      read: () => imageFolderEntries(files),
    };
  },
};

/** Images below a folder; each has its concept from the folder at one level of its path. */
export interface ImageTree {
  /** Empty, or ends with `/`. */
  readonly below: string;
  /** Segments of the path between `below` and the folder of the concept. */
  readonly level: number;
  readonly split?: Split;
}

/** Every image, in the order of names; other files are counted. */
export async function* imageFolderEntries(files: SourceFiles): AsyncGenerator<Entry | Problem> {
  const level = conceptLevel(await listingOf(files), '');
  for await (const each of files.names())
    yield (await problemOfFile(files, each)) ?? imageOf(each, { below: '', level });
}

export function imageOf(file: string, { below, level, split }: ImageTree): Entry {
  const folders = file.slice(below.length).split('/').slice(0, -1);
  const concept = folders[level];
  return {
    where: file,
    content: { kind: 'file', name: file },
    concepts: concept === undefined ? [] : [concept],
    metadata: {},
    ...(split ? { split } : {}),
  };
}

/**
 * Where concepts stand in paths: with `animals/cats/1.png` and `animals/dogs/2.png` the last
 * folder; with `cats/1.png` and `dogs/more/2.png` the first, for that is the level at which images
 * begin.
 */
export function conceptLevel({ folders }: Listing, below: string): number {
  const depths = [...folders]
    .filter(([folder, { images }]) => images > 0 && `${folder}/`.startsWith(below))
    .map(([folder]) => segmentsBelow(folder, below).length)
    .filter((depth) => depth > 0);
  return depths.length === 0 ? 0 : depths.reduce((least, depth) => Math.min(least, depth)) - 1;
}

function conceptsAt({ folders }: Listing, below: string, level: number) {
  const paths = [...folders]
    .filter(([, { images }]) => images > 0)
    .map(([folder]) => segmentsBelow(folder, below))
    .filter(({ length }) => length > level);
  return {
    concepts: [...new Set(paths.map((path) => canonicalName(path[level] ?? '')))],
    hasDeeper: paths.some(({ length }) => length > level + 1),
  };
}

function segmentsBelow(folder: string, below: string): readonly string[] {
  return folder
    .slice(below.length)
    .split('/')
    .filter((segment) => segment !== '');
}
