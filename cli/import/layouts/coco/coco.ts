import type { ImageSize } from '../../../../core/dataset/image/dimensions.ts';
import { imageSize } from '../../../../core/dataset/image/image-size.ts';
import { maxContentBytes } from '../../../../core/ports/fetcher.ts';
import { failed, leftOut, withoutSome } from '../../entry.ts';
import type { Entry, EntryConcept, EntryContent, Note, Problem, Split } from '../../entry.ts';
import type { SourceFiles } from '../../source-files.ts';
import { textOfFile } from '../listing.ts';
import type { PictureIndex } from '../picture-index.ts';
import { readAnnotation, RegionList } from './coco-regions.ts';
import type { CocoAnnotation, CocoCategory, CocoImage } from './coco-schema.ts';
import { cocoAnnotation, cocoImage, parseCoco, problemOf } from './coco-schema.ts';
import { base64FromBytes } from '../../../../core/dataset/image/base64.ts';

/** One COCO file of a source, and where its images lie. */
export interface CocoSource {
  readonly file: string;
  /** Where paths of images may start from, the likeliest first. */
  readonly folders: readonly string[];
  readonly split?: Split;
}

/** What is shared by the files of one source. */
export interface CocoPlaces {
  readonly files: SourceFiles;
  readonly pictures: PictureIndex;
  /** Told of each file that an image or a mask was found in. */
  readonly onUse: (name: string) => void;
}

/**
 * The images of a COCO file in its order, each with its annotations; images without any are
 * backgrounds. Before them, what of its annotations is of no use. The file is read whole (its parts
 * refer to each other); the images are not.
 * @throws Error where it is no COCO file
 */
export async function* cocoEntries(
  source: CocoSource,
  places: CocoPlaces,
): AsyncGenerator<Entry | Problem> {
  const text = await textOfFile(places.files, source.file);
  const coco = parseCoco(text, source.file);
  const ids = new Set(coco.images.map(idOf));
  const sorted = new SortedAnnotations(source.file, ids);
  for (const each of coco.annotations) sorted.add(each, undefined);
  for (const each of coco.negative_annotations) sorted.add(each, 0);
  yield* sorted.problems;
  const categories = new Map(coco.categories.map((one) => [one.id, one]));
  const reader = new ImageReader(source, places, categories);
  for (const each of coco.images) {
    const parsed = cocoImage.safeParse(each);
    if (!parsed.success) {
      yield failed(`${source.file}: image ${idOf(each)}`, problemOf(parsed.error, each));
      continue;
    }
    const { id } = parsed.data;
    yield* reader.read(parsed.data, sorted.take(id), sorted.refused.get(id));
  }
}

function idOf(value: unknown): string {
  const { id } = (value ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : 'without an id';
}

type Wanted = Omit<CocoAnnotation, 'id'> & { readonly id: string };

/** Annotations by their image; what is of no use is a problem with the annotation's id. */
class SortedAnnotations {
  readonly problems: Problem[] = [];
  /** How many of an image's annotations are none. */
  readonly refused = new Map<string, number>();
  readonly #file: string;
  readonly #images: ReadonlySet<string>;
  readonly #ofImage = new Map<string, Wanted[]>();

  constructor(file: string, images: ReadonlySet<string>) {
    this.#file = file;
    this.#images = images;
  }

  /** @param value of its concept, where the annotation has none of its own */
  add(each: unknown, value: number | undefined): void {
    const where = `${this.#file}: annotation ${idOf(each)}`;
    const parsed = cocoAnnotation.safeParse(each);
    if (!parsed.success) {
      this.problems.push(failed(where, problemOf(parsed.error, each)));
      const { image_id: image } = (each ?? {}) as { readonly image_id?: unknown };
      this.refused.set(String(image), (this.refused.get(String(image)) ?? 0) + 1);
      return;
    }
    const { data } = parsed;
    const reason = this.#uselessness(data);
    if (reason) this.problems.push(leftOut(where, ...reason));
    // The box of somebody whose joints are named is still a box.
    if (data.keypoints?.length && !reason)
      this.problems.push(leftOut(where, 'keypoints', 'Keypoints are not read, its box is'));
    if (reason) return;
    const known = this.#ofImage.get(data.image_id) ?? [];
    known.push({ ...data, ...(value === undefined ? {} : { value }), id: idOf(each) });
    this.#ofImage.set(data.image_id, known);
  }

  #uselessness(data: CocoAnnotation): [word: string, reason: string] | undefined {
    if (!this.#images.has(data.image_id))
      return ['no-image', `The file has no image ${data.image_id}, whose annotation this is`];
    if (data.iscrowd === 1 || data.iscrowd === true)
      return ['crowd', 'A crowd is many objects in one box'];
    if (data.segments_info) return ['panoptic', 'Panoptic segments are not read'];
    if (data.caption && data.category_id === undefined) return ['caption', 'Captions are not read'];
    return undefined;
  }

  /** Those of an image, once. */
  take(imageId: string): readonly Wanted[] | undefined {
    const found = this.#ofImage.get(imageId);
    if (!this.#images.has(imageId)) return undefined;
    this.#ofImage.delete(imageId);
    return found ?? [];
  }
}

/** An image's content, and what is to be said of where it was found. */
interface Located {
  readonly content: EntryContent;
  readonly notes: readonly Note[];
}

const urlOf = (url: string): Located => ({ content: { kind: 'url', url }, notes: [] });

class ImageReader {
  readonly #source: CocoSource;
  readonly #places: CocoPlaces;
  readonly #categories: ReadonlyMap<string, CocoCategory>;
  readonly #seen = new Set<string>();

  constructor(
    source: CocoSource,
    places: CocoPlaces,
    categories: ReadonlyMap<string, CocoCategory>,
  ) {
    this.#source = source;
    this.#places = places;
    this.#categories = categories;
  }

  async *read(
    image: CocoImage,
    annotations: readonly Wanted[] = [],
    refused = 0,
  ): AsyncGenerator<Entry | Problem> {
    const { file } = this.#source;
    if (this.#seen.has(image.id)) {
      yield failed(`${file}: image ${image.id}`, `The file has another image ${image.id}`);
      return;
    }
    this.#seen.add(image.id);
    const found = this.#contentOf(image);
    if (typeof found === 'string') {
      yield failed(`${file}: image ${image.id}`, found);
      return;
    }
    yield* this.#entryOf(image, found, { annotations, refused });
  }

  #contentOf({ file_name, coco_url, url, flickr_url }: CocoImage): Located | string {
    if (/^https?:\/\//.test(file_name)) return urlOf(file_name);
    const found = this.#places.pictures.find(file_name, this.#source.folders);
    const address = coco_url ?? url ?? flickr_url;
    if (typeof found === 'string') return address ? urlOf(address) : found;
    this.#places.onUse(found.name);
    return { content: { kind: 'file', name: found.name }, notes: found.notes };
  }

  async *#entryOf(
    image: CocoImage,
    { content, notes: said }: Located,
    { annotations, refused }: { readonly annotations: readonly Wanted[]; readonly refused: number },
  ): AsyncGenerator<Entry | Problem> {
    const declared = declaredSize(image);
    const of = declared ?? (annotations.length > 0 ? await this.#measure(content) : undefined);
    const where = content.kind === 'file' ? content.name : image.file_name;
    const concepts: EntryConcept[] = [];
    const regions = new RegionList();
    const notes: Note[] = [...said];
    let missing = refused;
    for (const annotation of annotations) {
      const found = await this.#annotation(annotation, of);
      if (typeof found === 'string') {
        missing += 1;
        yield failed(
          `${this.#source.file}: annotation ${annotation.id}`,
          `On '${image.file_name}': ${found}`,
        );
      } else if ('region' in found) {
        regions.add(found.region, annotation.region);
        notes.push(...found.notes);
      } else concepts.push(found.concept);
    }
    if (missing > 0) notes.push(withoutSome(missing));
    yield {
      where,
      ...(image.input_id === undefined ? {} : { id: image.input_id, hasAllMetadata: true }),
      content,
      concepts,
      ...(regions.all.length > 0 ? { regions: regions.all } : {}),
      metadata: image.metadata ?? {},
      ...(declared ? { size: declared } : {}),
      ...(image.geo ? { geo: image.geo } : {}),
      ...(this.#source.split ? { split: this.#source.split } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    };
  }

  async #annotation(annotation: Wanted, of: ImageSize | undefined) {
    const category = this.#categories.get(annotation.category_id ?? '');
    if (!category)
      return `its category ${annotation.category_id ?? '(none)'} is not in categories: ${[...this.#categories.keys()].slice(0, 10).join(', ')}`;
    if (!of) return 'the file says no width and height, and the image cannot be measured';
    const mask = await this.#maskOf(annotation.mask_file);
    if (mask && 'reason' in mask) return mask.reason;
    const concept = conceptOf(category, annotation.value);
    return readAnnotation(annotation, concept, { of, mask: mask?.base64 });
  }

  async #maskOf(written: string | undefined) {
    if (written === undefined) return undefined;
    const found = this.#places.pictures.find(written, this.#source.folders);
    if (typeof found === 'string') return { reason: found };
    this.#places.onUse(found.name);
    const read = await this.#places.files.read(found.name, maxContentBytes);
    return 'reason' in read ? read : { base64: base64FromBytes(read.bytes) };
  }

  async #measure(content: EntryContent): Promise<ImageSize | undefined> {
    if (content.kind !== 'file') return undefined;
    const read = await this.#places.files.read(content.name, maxContentBytes);
    return 'reason' in read ? undefined : imageSize(read.bytes);
  }
}

function declaredSize({ width, height }: CocoImage): ImageSize | undefined {
  return width && height ? { width, height } : undefined;
}

function conceptOf({ name, concept_id }: CocoCategory, value: number | undefined): EntryConcept {
  if (concept_id === undefined && value === undefined) return name;
  return {
    id: concept_id ?? name,
    ...(concept_id === undefined ? {} : { name }),
    ...(value === undefined ? {} : { value }),
  };
}
