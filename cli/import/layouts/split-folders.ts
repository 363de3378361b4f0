import type { Entry, Problem, Split } from '../entry.ts';
import { leftOut } from '../entry.ts';
import type { Layout, Reading } from '../layout.ts';
import type { SourceFiles } from '../source-files.ts';
import { tableOf } from '../tables/table-layouts.ts';
import { conceptLevel, imageOf } from './image-folder.ts';
import type { Listing } from './listing.ts';
import { listingOf } from './listing.ts';
import { problemOfFile } from './other-files.ts';
import { splitOfWord } from './splits.ts';

const name = 'Hugging Face imagefolder with splits';

/**
 * `train/`, `validation/`, `test/`: each a folder of images with folders of concepts, or with a
 * table of its own (`metadata.jsonl`, `metadata.csv`). Nobody means these words as concepts.
 */
export const splitFolders: Layout = {
  name,
  async recognise(files, file, reading) {
    if (file !== undefined) return undefined;
    const listing = await listingOf(files);
    const root = rootOfSplits(listing);
    if (root === undefined) return undefined;
    const parts = partsBelow(listing, root);
    const described = parts.map(({ below, split, table }) =>
      table ? `${below} (${split}, ${table})` : `${below} (${split})`,
    );
    return {
      layout: name,
      description: `a folder with splits: ${described.join(', ')}`,
      details: ['The split of an image is kept as its metadata `split`; it is no concept'],
      read: () => entries(files, { root, parts, listing, reading }),
    };
  },
};

interface Part {
  /** Ends with `/`. */
  readonly below: string;
  readonly split: Split;
  /** Name of its table within it. */
  readonly table?: string;
}

interface Found {
  readonly root: string;
  readonly parts: readonly Part[];
  readonly listing: Listing;
  readonly reading: Reading | undefined;
}

/**
 * The folder whose folders are splits: the source's own, or `data/` and the like where that is all
 * there is.
 */
function rootOfSplits(listing: Listing, root = ''): string | undefined {
  const children = childrenOf(listing, root);
  if (children.length === 0 || hasImages(listing, root)) return undefined;
  if (children.every((child) => splitOfWord(child) !== undefined))
    return children.some((child) => splitOfWord(child) === 'train') || children.length > 1
      ? root
      : undefined;
  const [only] = children;
  return children.length === 1 ? rootOfSplits(listing, `${root}${only}/`) : undefined;
}

/** Folders directly below one that have images somewhere below. */
function childrenOf({ folders }: Listing, root: string): string[] {
  const paths = [...folders]
    .filter(([folder, { images }]) => images > 0 && `${folder}/`.startsWith(root))
    .map(([folder]) => folder.slice(root.length).split('/')[0] ?? '')
    .filter((child) => child !== '');
  return [...new Set(paths)];
}

const hasImages = ({ folders }: Listing, root: string) =>
  (folders.get(root.replace(/\/$/, ''))?.images ?? 0) > 0;

function partsBelow(listing: Listing, root: string): Part[] {
  return childrenOf(listing, root).map((child) => {
    const below = `${root}${child}/`;
    const table = ['metadata.jsonl', 'metadata.csv'].find((each) =>
      listing.documents.includes(below + each),
    );
    return { below, split: splitOfWord(child) ?? 'train', ...(table ? { table } : {}) };
  });
}

async function* entries(
  files: SourceFiles,
  { root, parts, listing, reading }: Found,
): AsyncGenerator<Entry | Problem> {
  for (const part of parts)
    if (part.table !== undefined) yield* tableEntries(files, part, part.table, reading);
    else yield* folderEntries(files, part, listing);
  // Notes and licences beside the splits.
  for await (const each of files.names())
    if (!parts.some(({ below }) => each.startsWith(below)))
      yield leftOut(each, 'not-an-image', `The file lies in no split of '${root}'`);
}

async function* folderEntries(
  files: SourceFiles,
  { below, split }: Part,
  listing: Listing,
): AsyncGenerator<Entry | Problem> {
  const tree = { below, split, level: conceptLevel(listing, below) };
  for await (const each of files.names())
    if (each.startsWith(below)) yield (await problemOfFile(files, each)) ?? imageOf(each, tree);
}

/** The rows of a split's own table. */
async function* tableEntries(
  files: SourceFiles,
  { below, split }: Part,
  table: string,
  reading: Reading | undefined,
): AsyncGenerator<Entry | Problem> {
  const file = below + table;
  const found = await tableOf(files, file, reading, { folder: below });
  const named = new Set([file]);
  for await (const each of found?.read() ?? []) {
    if ('reason' in each) yield each;
    else {
      if (each.content.kind === 'file') named.add(each.content.name);
      yield { ...each, split };
    }
  }
  for await (const each of files.names())
    if (each.startsWith(below) && !named.has(each))
      yield leftOut(each, 'not-in-table', `${file} does not name this file`);
}
