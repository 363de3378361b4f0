import { base64FromBytes } from '../../../core/dataset/image/base64.ts';
import type { NewRegion } from '../../../client/parts.ts';
import type { ImageSize } from '../../../core/dataset/image/dimensions.ts';
import type { ImageFacts } from '../../../core/dataset/image/image-facts.ts';
import { conceptOf } from '../sending/checks.ts';
import type { EntryRegion, Note, PixelRegion, ShareRegion } from '../entry.ts';
import { bitmapOfPolygons, bitmapOfRuns, boundsOf, pngOf, turned } from './mask.ts';
import type { Bitmap } from './mask.ts';
import { turnedBox, turnedPoint } from './turn.ts';

/** Regions as the API takes them: in the picture as people see it. */
export interface PlacedRegions {
  readonly regions: readonly NewRegion[];
  readonly notes: readonly Note[];
}

/** Tools that resize round either way. */
const roundingPixels = 1;

/**
 * Puts regions on a picture.
 * @param declared what the source says that the picture measures; absent: what people see. Where it
 *   is the picture as its pixels are stored, the regions are turned as EXIF says
 * @returns a sentence for a person where the picture is not the one that was labelled
 */
export function placeRegions(
  regions: readonly EntryRegion[],
  facts: Pick<ImageFacts, 'stored' | 'displayed' | 'orientation'>,
  declared: ImageSize = facts.displayed,
): PlacedRegions | string {
  const { stored, displayed, orientation } = facts;
  if (fits(declared, displayed))
    return { regions: regions.map((region) => regionToWire(region, declared, 1)), notes: [] };
  if (!fits(declared, stored))
    return `The labels are for a picture of ${inWords(declared)}, and this one has ${inWords(displayed)}${orientation < 5 ? '' : ` (stored as ${inWords(stored)})`}: label it again, or import the picture that was labelled`;
  const detail = `labelled as it is stored, ${inWords(stored)}; people see ${inWords(displayed)}`;
  return {
    regions: regions.map((region) => regionToWire(region, declared, orientation)),
    notes: regions.length > 0 ? [{ word: 'turned', detail }] : [],
  };
}

const inWords = ({ width, height }: ImageSize) => `${width} x ${height} pixels`;

function fits(one: ImageSize, other: ImageSize): boolean {
  return (
    Math.abs(one.width - other.width) <= roundingPixels &&
    Math.abs(one.height - other.height) <= roundingPixels
  );
}

/**
 * Pixels as shares of the image, what sticks out of it cut off. One polygon stays one; several, or
 * run lengths, become a mask.
 * @param region with concepts that `conceptOf` takes
 * @param orientation EXIF's: what the region is turned by
 */
export function regionToWire(region: EntryRegion, size: ImageSize, orientation = 1): NewRegion {
  const { concepts, box, polygon, mask } = partsOf(region, size);
  return {
    region_info: {
      ...(box ? { bounding_box: boxToWire(turnedBox(box, orientation)) } : {}),
      ...(polygon
        ? {
            polygon: {
              points: polygon
                .map((point) => turnedPoint(point, orientation))
                .map(([row, col]) => ({ row, col })),
            },
          }
        : {}),
      ...(mask === undefined ? {} : { mask: { image: { base64: maskToWire(mask, orientation) } } }),
    },
    data: { concepts: concepts.map(conceptOf).filter((label) => typeof label !== 'string') },
  };
}

interface Parts extends Omit<ShareRegion, 'maskBase64'> {
  readonly mask: Bitmap | string | undefined;
}

function partsOf(region: EntryRegion, size: ImageSize): Parts {
  if ('concepts' in region) return { ...region, mask: region.maskBase64 };
  const { concept, polygons = [] } = region;
  const mask = bitmapOf(region, size);
  const pixels = region.box ?? (mask ? boundsOf(mask) : undefined);
  const [polygon] = polygons;
  return {
    concepts: [concept],
    box: pixels ? boxOf(pixels, size) : null,
    polygon: polygon && !mask ? pointsOf(polygon, size) : null,
    mask,
  };
}

function bitmapOf({ polygons = [], runs }: PixelRegion, size: ImageSize): Bitmap | undefined {
  if (runs) return bitmapOfRuns(runs);
  return polygons.length > 1 ? bitmapOfPolygons(polygons, size) : undefined;
}

const share = (value: number, of: number) => Math.min(1, Math.max(0, value / of));

/** x, y, width, height in pixels to top, left, bottom, right as shares. */
export function boxOf(
  [x, y, boxWidth, boxHeight]: NonNullable<PixelRegion['box']>,
  { width, height }: ImageSize,
): NonNullable<ShareRegion['box']> {
  return [
    share(y, height),
    share(x, width),
    share(y + boxHeight, height),
    share(x + boxWidth, width),
  ];
}

/** x, y, x, y, … in pixels to rows and columns as shares. */
export function pointsOf(polygon: readonly number[], { width, height }: ImageSize) {
  return Array.from(
    { length: Math.floor(polygon.length / 2) },
    (_, index) =>
      [share(polygon[2 * index + 1] ?? 0, height), share(polygon[2 * index] ?? 0, width)] as const,
  );
}

function boxToWire([top, left, bottom, right]: NonNullable<ShareRegion['box']>) {
  return { top_row: top, left_col: left, bottom_row: bottom, right_col: right };
}

/** A mask that is a PNG already belongs to the picture as it is seen: our own exports have them. */
function maskToWire(mask: Bitmap | string, orientation: number): string {
  return typeof mask === 'string' ? mask : base64FromBytes(pngOf(turned(mask, orientation)));
}
