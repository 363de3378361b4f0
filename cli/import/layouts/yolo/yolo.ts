import { posix } from '../../paths.ts';
import type { Entry, Note, Problem, ShareRegion, Split } from '../../entry.ts';
import { failed, leftOut, withoutSome } from '../../entry.ts';
import type { Layout, Recognised } from '../../layout.ts';
import type { SourceFiles } from '../../source-files.ts';
import type { Listing } from '../listing.ts';
import { folderOf, isImageName, listingOf, namesOf, startOf, textOfFile } from '../listing.ts';
import { splitOfPath } from '../splits.ts';
import type { ParseYaml, YoloConfig } from './yolo-config.ts';
import { foldersOf, readNames, readYaml } from './yolo-config.ts';
import { readLabel } from './yolo-labels.ts';
import { utf8Of } from '../../bytes.ts';

const name = 'YOLO';

/**
 * Images with a `.txt` of labels each, in `labels/` beside `images/` or beside the image, and a
 * `data.yaml`, `classes.txt` or `obj.names` with the names of the classes.
 * @param parseYaml what reads YAML where this runs
 */
export function yoloWith(parseYaml: ParseYaml): Layout {
  return {
    name,
    async recognise(files, file) {
      if (file !== undefined && !/\.ya?ml$/i.test(file)) return undefined;
      const listing = await listingOf(files);
      const config = await configOf(files, { file, parseYaml }, listing);
      if (config === undefined) {
        if (file === undefined) await assertNamed(files, listing);
        return undefined;
      }
      return hasLabels(listing) ? recognised(files, config) : undefined;
    },
  };
}

function recognised(files: SourceFiles, config: YoloConfig): Recognised {
  const names = [...config.names.values()];
  const shown = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
  return {
    layout: name,
    description: `YOLO, ${config.file} with ${names.length} classes: ${shown}`,
    details: ['An image without a file of labels is a background'],
    read: () => entries(files, config),
  };
}

async function configOf(
  files: SourceFiles,
  { file, parseYaml }: { readonly file: string | undefined; readonly parseYaml: ParseYaml },
  { documents }: Listing,
): Promise<YoloConfig | undefined> {
  if (file !== undefined) return readYaml(files, file, parseYaml);
  for (const each of documents.filter((one) => /\.ya?ml$/i.test(one))) {
    const found = await readYaml(files, each, parseYaml);
    if (found) return found;
  }
  const list = documents.find((one) => /(^|\/)(classes\.txt|obj\.names|[\w-]+\.names)$/.test(one));
  return list === undefined ? undefined : readNames(files, list);
}

const hasLabels = ({ folders }: Listing) => [...folders.values()].some(({ texts }) => texts > 0);

/** Labels without names would be taken as images of the concept `images`. @throws Error */
async function assertNamed(files: SourceFiles, { folders }: Listing): Promise<void> {
  const first = folders.get('labels')?.firstText ?? folders.get('labels/train')?.firstText;
  if (first === undefined) return;
  const start = utf8Of(await startOf(files, first, 4_096));
  if (!/^\d+( [\d.eE+-]+){4,}\s*$/m.test(start)) return;
  throw new Error(
    `'${files.place}' has labels of YOLO (${first}) without names of their classes: put data.yaml (names: [cat, dog]) or classes.txt (a name a line) beside images/ and labels/`,
  );
}

async function* entries(files: SourceFiles, config: YoloConfig): AsyncGenerator<Entry | Problem> {
  const names = await namesOf(files);
  const used = new Set([config.file]);
  const places = await splitPlaces(files, config, names);
  for (const image of names) {
    if (!isImageName(image)) continue;
    const split = places.splitOf(image);
    const label = labelOf(image, names);
    if (label !== undefined) used.add(label);
    yield* imageEntries(files, { image, label, split, config });
  }
  for (const each of names) {
    if (isImageName(each) || used.has(each)) continue;
    yield /(^|\/)labels?\/.*\.txt$/.test(each)
      ? failed(each, 'These labels have no image')
      : leftOut(each, 'not-an-image', 'The file is neither an image nor labels');
  }
}

/**
 * Where the labels of an image lie: `images/` becomes `labels/`; beside it; in `labels/` there or
 * above.
 */
function labelOf(image: string, names: ReadonlySet<string>): string | undefined {
  const stem = image.replace(/\.[^./]+$/, '.txt');
  const swapped = stem.replace(/(^|\/)images\/(?!.*(^|\/)images\/)/, '$1labels/');
  const candidates = [
    swapped,
    stem,
    posix.join(folderOf(stem), 'labels', posix.basename(stem)),
    posix.join(folderOf(folderOf(stem)), 'labels', posix.basename(stem)),
  ];
  return candidates.find((each) => names.has(each));
}

interface Labelled {
  readonly image: string;
  readonly label: string | undefined;
  readonly split: Split | undefined;
  readonly config: YoloConfig;
}

async function* imageEntries(
  files: SourceFiles,
  { image, label, split, config }: Labelled,
): AsyncGenerator<Entry | Problem> {
  const regions: ShareRegion[] = [];
  const notes: Note[] = [];
  let refused = 0;
  const lines = await linesOf(files, label);
  if (typeof lines === 'string') yield failed(label ?? image, lines);
  for (const [index, line] of typeof lines === 'string' ? [] : lines.entries()) {
    if (line.trim() === '') continue;
    const where = `${label}:${index + 1}`;
    const found = readLabel(line, config);
    if (typeof found === 'string') {
      yield failed(where, found);
      refused += 1;
      continue;
    }
    if (found.hasKeypoints) yield leftOut(where, 'keypoints', 'Keypoints are not read, its box is');
    regions.push(found.region);
    notes.push(...found.notes);
  }
  if (refused > 0) notes.push(withoutSome(refused));
  yield {
    where: image,
    content: { kind: 'file', name: image },
    concepts: [],
    ...(regions.length > 0 ? { regions } : {}),
    metadata: {},
    ...(split ? { split } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** Lines of a file of labels; or why it cannot be read. */
async function linesOf(
  files: SourceFiles,
  label: string | undefined,
): Promise<readonly string[] | string> {
  try {
    return label === undefined ? [] : (await textOfFile(files, label)).split('\n');
  } catch (error) {
    return (error as Error).message;
  }
}

/** Splits as the data file says them; else as the folders are named. */
async function splitPlaces(
  files: SourceFiles,
  config: YoloConfig,
  names: ReadonlySet<string>,
): Promise<{ splitOf(image: string): Split | undefined }> {
  const listed = new ListedImages();
  const folders: { split: Split; below: string }[] = [];
  for (const each of foldersOf(config)) {
    if (!names.has(each.below)) folders.push(each);
    // A list of images instead of a folder.
    else
      for (const line of (await textOfFile(files, each.below)).split('\n'))
        listed.add(line, each.split);
  }
  const longestFirst = folders.toSorted((a, b) => b.below.length - a.below.length);
  return {
    splitOf: (image) =>
      listed.splitOf(image) ??
      longestFirst.find(({ below }) => image.startsWith(`${below}/`))?.split ??
      splitOfPath(folderOf(image)),
  };
}

/** Splits of images that lists name by paths of some machine; of two with one name it has none. */
class ListedImages {
  readonly #byBase = new Map<string, { readonly path: string; readonly split: Split }[]>();

  add(line: string, split: Split): void {
    const path = line.trim().replaceAll('\\', '/');
    const base = posix.basename(path);
    if (base !== '') this.#byBase.set(base, [...(this.#byBase.get(base) ?? []), { path, split }]);
  }

  splitOf(image: string): Split | undefined {
    const found = this.#byBase.get(posix.basename(image)) ?? [];
    const exact = found.find(({ path }) => path === image || path.endsWith(`/${image}`));
    return exact?.split ?? (found.length === 1 ? found[0]?.split : undefined);
  }
}
