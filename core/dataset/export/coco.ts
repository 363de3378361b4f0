import type { JsonObject } from '../../json.ts';
import type { DatasetVersion, ManifestRegion, ManifestRow } from '../version/dataset-version.ts';
import { imageFormat } from '../image/image-format.ts';
import { imageSize } from '../image/image-size.ts';
import type { ImageSize } from '../image/dimensions.ts';

/**
 * A dataset version in COCO's format (https://cocodataset.org/#format-data): the annotation file,
 * and the image files it names.
 */
export interface Coco {
  readonly annotations: JsonObject;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/**
 * COCO has images only: texts and inputs that could not be ingested are left out. A concept of a
 * whole image becomes an annotation without a box. A region that is only a mask keeps its PNG as a
 * file of its own, named in `mask_file`: COCO's run-length form would need its pixels.
 */
export function toCoco(
  version: DatasetVersion,
  rows: readonly ManifestRow[],
  objects: ReadonlyMap<string, Uint8Array>,
): Coco {
  const files: Record<string, Uint8Array> = {};
  const images: JsonObject[] = [];
  const annotations: JsonObject[] = [];
  const categories = version.concepts.map(({ id, name }, index) => ({
    id: index + 1,
    name,
    concept_id: id,
  }));
  const categoryOf = new Map(categories.map((category) => [category.concept_id, category.id]));
  for (const row of rows) {
    const bytes = row.object === null ? undefined : objects.get(row.object);
    const size = bytes && imageSize(bytes);
    if (!bytes || !size) continue;
    const image = { id: images.length + 1, file_name: `${row.id}.${imageFormat(bytes)}`, ...size };
    files[`images/${image.file_name}`] = bytes;
    images.push(image);
    for (const { concepts, shape } of shapesOf(row, size, objects, files))
      for (const { id, value } of concepts)
        if (value > 0)
          annotations.push({
            id: annotations.length + 1,
            image_id: image.id,
            category_id: categoryOf.get(id) ?? 0,
            iscrowd: 0,
            ...shape,
          });
  }
  return {
    annotations: { info: { description: version.description }, images, annotations, categories },
    files,
  };
}

type Shape = { concepts: ManifestRow['concepts']; shape: JsonObject };

function shapesOf(
  row: ManifestRow,
  size: ImageSize,
  objects: ReadonlyMap<string, Uint8Array>,
  files: Record<string, Uint8Array>,
): Shape[] {
  const whole: Shape = { concepts: row.concepts, shape: {} };
  const regions = (row.regions ?? []).map((region): Shape => {
    const mask = region.mask === null ? undefined : objects.get(region.mask);
    if (mask) files[`masks/${region.mask}.png`] = mask;
    const maskFile = mask ? { mask_file: `masks/${region.mask}.png` } : {};
    return { concepts: region.concepts, shape: { ...pixels(region, size), ...maskFile } };
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
