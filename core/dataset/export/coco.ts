import type { JsonObject } from '../../json.ts';
import { imageFormat } from '../image/image-format.ts';
import { imageSize } from '../image/image-size.ts';
import type { ImageSize } from '../image/dimensions.ts';
import { allConcepts } from '../record/input.ts';
import type { DatasetVersion, ManifestRegion, ManifestRow } from '../version/dataset-version.ts';

/**
 * A dataset version in COCO's format (https://cocodataset.org/#format-data): the annotation file,
 * and the files it names, each by its path in the archive.
 */
export interface Coco {
  readonly annotations: JsonObject;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/**
 * COCO has images only, see `leftOutOfCoco`. What COCO has no word for stands in fields that its
 * readers pass over, so that an import of it finds the same dataset:
 *
 * - An image has its `input_id`, `metadata` and `geo`; a category its `concept_id`.
 * - A concept of a whole image is an annotation without a box.
 * - What an image or a region is said not to be (value 0) stands in `negative_annotations`, of the
 *   form of `annotations`: a reader of COCO would learn the opposite. Values between 0 and 1 stand
 *   in `value`.
 * - Annotations of one image with the same `region` are one region with several concepts.
 * - `bbox_of_segmentation`: the region is a polygon alone.
 * - A mask keeps its PNG as a file of its own, named in `mask_file`: COCO's run-length form would
 *   need its pixels.
 */
export function toCoco(
  version: DatasetVersion,
  rows: readonly ManifestRow[],
  objects: ReadonlyMap<string, Uint8Array>,
): Coco {
  const files: Record<string, Uint8Array> = {};
  const categories = categoriesOf(version, rows);
  const categoryOf = new Map(categories.map((category) => [category.concept_id, category.id]));
  const images: JsonObject[] = [];
  const lists: Lists = { annotations: [], negative_annotations: [] };
  for (const row of rows) {
    const bytes = row.object === null ? undefined : objects.get(row.object);
    const size = bytes && imageSize(bytes);
    if (!bytes || !size) continue;
    const image = { id: images.length + 1, ...imageOf(row, imageFormat(bytes) ?? ''), ...size };
    files[`images/${image.file_name}`] = bytes;
    images.push(image);
    for (const shape of shapesOf(row, size, objects, files))
      annotate(lists, shape, { image_id: image.id, categoryOf });
  }
  const { description } = version;
  return { annotations: { info: { description }, images, ...lists, categories }, files };
}

/** What of some rows is not in a COCO archive, for a person; undefined: nothing. */
export function leftOutOfCoco(rows: readonly ManifestRow[]): string | undefined {
  const texts = rows.filter(({ text }) => text !== null).length;
  const others = rows.filter(({ text, object }) => text === null && object === null).length;
  const parts = [
    ...(texts > 0 ? [`${texts} texts`] : []),
    ...(others > 0 ? [`${others} inputs that could not be ingested`] : []),
  ];
  return parts.length > 0 ? `COCO has images only; left out: ${parts.join(', ')}` : undefined;
}

function imageOf({ id, metadata, geo }: ManifestRow, format: string) {
  return {
    file_name: `${id}.${format}`,
    input_id: id,
    ...(metadata ? { metadata } : {}),
    ...(geo ? { geo: { ...geo } } : {}),
  };
}

/** Every concept that is spoken of, the version's own first: negative ones may not be counted. */
function categoriesOf(version: DatasetVersion, rows: readonly ManifestRow[]) {
  const names = new Map(version.concepts.map(({ id, name }) => [id, name]));
  for (const { id } of rows.flatMap((row) => allConcepts(row)))
    if (!names.has(id)) names.set(id, id);
  return [...names].map(([id, name], index) => ({ id: index + 1, name, concept_id: id }));
}

interface Lists {
  readonly annotations: JsonObject[];
  readonly negative_annotations: JsonObject[];
}

interface Shape {
  readonly concepts: ManifestRow['concepts'];
  readonly shape: JsonObject;
}

function annotate(
  lists: Lists,
  { concepts, shape }: Shape,
  of: { readonly image_id: number; readonly categoryOf: ReadonlyMap<string, number> },
): void {
  for (const { id: concept, value } of concepts) {
    const list = value > 0 ? lists.annotations : lists.negative_annotations;
    list.push({
      id: lists.annotations.length + lists.negative_annotations.length + 1,
      image_id: of.image_id,
      category_id: of.categoryOf.get(concept) ?? 0,
      iscrowd: 0,
      ...shape,
      ...(value > 0 && value < 1 ? { value } : {}),
    });
  }
}

function shapesOf(
  row: ManifestRow,
  size: ImageSize,
  objects: ReadonlyMap<string, Uint8Array>,
  files: Record<string, Uint8Array>,
): Shape[] {
  const whole: Shape = { concepts: row.concepts, shape: {} };
  const regions = (row.regions ?? []).map((region, index): Shape => {
    const mask = region.mask === null ? undefined : objects.get(region.mask);
    if (mask) files[`masks/${region.mask}.png`] = mask;
    const maskFile = mask ? { mask_file: `masks/${region.mask}.png` } : {};
    const shape = { ...pixels(region, size), ...maskFile };
    // Without a shape nothing else tells it from the whole image.
    const isNamed = region.concepts.length > 1 || Object.keys(shape).length === 0;
    return {
      concepts: region.concepts,
      shape: { ...shape, ...(isNamed ? { region: index } : {}) },
    };
  });
  return [whole, ...regions];
}

/** `bbox` is x, y, width, height; `segmentation` is x, y, x, y, …: all in pixels. */
function pixels({ box, polygon }: ManifestRegion, { width, height }: ImageSize): JsonObject {
  const corners = polygon?.map(([row, col]) => [col * width, row * height] as const);
  const around = box ?? (polygon && boundsOf(polygon));
  if (!around) return {};
  const [top, left, bottom, right] = around;
  const bbox = [
    left * width,
    top * height,
    (right - left) * width,
    (bottom - top) * height,
  ] as const;
  return {
    bbox,
    area: corners ? polygonArea(corners) : bbox[2] * bbox[3],
    ...(corners ? { segmentation: [corners.flat()] } : {}),
    ...(box ? {} : { bbox_of_segmentation: true }),
  };
}

function boundsOf(polygon: readonly (readonly [number, number])[]) {
  const rows = polygon.map(([row]) => row);
  const cols = polygon.map(([, col]) => col);
  return [Math.min(...rows), Math.min(...cols), Math.max(...rows), Math.max(...cols)] as const;
}

/** Shoelace formula. */
function polygonArea(corners: readonly (readonly [number, number])[]): number {
  const twice = corners.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
