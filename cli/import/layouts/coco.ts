import type { Entry, PixelRegion, Problem } from '../entry.ts';
import { failed } from '../entry.ts';
import type { RunLengths } from './mask.ts';
import { contentOfImage } from '../image-path.ts';
import type { SourceFiles } from '../source-files.ts';

interface CocoImage {
  readonly id: number;
  readonly file_name: string;
}

interface CocoAnnotation {
  readonly id: number;
  readonly image_id: number;
  readonly category_id: number;
  readonly bbox?: PixelRegion['box'];
  readonly segmentation?: readonly (readonly number[])[] | RunLengths;
  readonly iscrowd?: 0 | 1;
}

interface Coco {
  readonly images: readonly CocoImage[];
  readonly annotations: readonly CocoAnnotation[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}

/**
 * A COCO file and the images beside it. The annotations are read whole (they refer to each other);
 * the images are not. Crowds are left out.
 */
export async function* cocoEntries(
  files: SourceFiles,
  file: string,
): AsyncGenerator<Entry | Problem> {
  const coco = await readCoco(files, file);
  const names = new Map(coco.categories.map(({ id, name }) => [id, name]));
  const wanted = coco.annotations.filter(({ iscrowd }) => iscrowd !== 1);
  const ofImage = Map.groupBy(wanted, ({ image_id }) => image_id);
  for (const { id, file_name: name } of coco.images) {
    const regions = (ofImage.get(id) ?? []).map((one) => regionOf(one, names));
    yield entryOf(name, files.place, regions);
  }
}

function entryOf(
  name: string,
  place: string,
  regions: readonly (PixelRegion | string)[],
): Entry | Problem {
  const content = contentOfImage(name, place);
  const wrong = [content, ...regions].find((one) => typeof one === 'string');
  if (typeof content === 'string' || wrong !== undefined) return failed(name, String(wrong));
  const known = regions.filter((region) => typeof region !== 'string');
  return { where: name, content, concepts: [], regions: known, metadata: {} };
}

async function readCoco(files: SourceFiles, file: string): Promise<Coco> {
  const coco = JSON.parse(await wholeText(files.stream(file))) as Partial<Coco>;
  const { images, annotations, categories } = coco;
  if (!images || !annotations || !categories)
    throw new Error(`${file} is not COCO: it needs images, annotations and categories`);
  return { images, annotations, categories };
}

async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString('utf8');
}

function regionOf(
  annotation: CocoAnnotation,
  names: ReadonlyMap<number, string>,
): PixelRegion | string {
  const { id, bbox, category_id, segmentation } = annotation;
  const concept = names.get(category_id);
  if (concept === undefined)
    return `Annotation ${id} has category ${category_id}, which is not there`;
  if (!bbox) return `Annotation ${id} has no bbox`;
  return { concept, box: bbox, ...shapeOf(segmentation) };
}

function shapeOf(segmentation: CocoAnnotation['segmentation']): Partial<PixelRegion> {
  if (segmentation === undefined) return {};
  return 'counts' in segmentation ? { runs: segmentation } : { polygons: segmentation };
}
