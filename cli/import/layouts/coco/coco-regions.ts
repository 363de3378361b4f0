import type { ImageSize } from '../../../../core/dataset/image/dimensions.ts';
import type { EntryConcept, EntryRegion, Note, PixelRegion } from '../../entry.ts';
import { insideOf, notesOfCorners } from '../inside.ts';
import { problemOfRuns } from '../mask.ts';
import { boxOf, pointsOf } from '../region.ts';
import type { CocoAnnotation } from './coco-schema.ts';

/** What an annotation becomes; a text is why it becomes nothing. */
export type Read =
  | { readonly concept: EntryConcept }
  | { readonly region: EntryRegion; readonly notes: readonly Note[] }
  | string;

/**
 * One annotation on its image.
 * @param of what the file says that the image measures, or what it does
 * @param mask the PNG that it names, as base64: in our own exports
 */
export function readAnnotation(
  annotation: CocoAnnotation,
  concept: EntryConcept,
  { of, mask }: { readonly of: ImageSize; readonly mask: string | undefined },
): Read {
  const { bbox, segmentation, region, bbox_of_segmentation: isDerived } = annotation;
  const isWhole = !bbox && !segmentation && mask === undefined && region === undefined;
  if (isWhole) return { concept };
  const inside = bbox && !isDerived ? insideOf(bbox, of) : undefined;
  if (typeof inside === 'string') return inside;
  const notes = inside?.notes ?? [];
  if (segmentation && !Array.isArray(segmentation)) {
    const wrong = problemOfRuns(segmentation, of);
    if (wrong !== undefined) return wrong;
    return { region: { concept, ...boxPart(inside?.box), runs: segmentation }, notes };
  }
  const polygons = segmentation ?? [];
  const all = [...notes, ...polygons.flatMap((polygon) => notesOfCorners(polygon, of))];
  if (polygons.length > 1)
    return { region: { concept, ...boxPart(inside?.box), polygons }, notes: all };
  const [polygon] = polygons;
  const around = inside?.box ?? (polygon && !isDerived ? boundsOfCorners(polygon) : undefined);
  if (polygon && around && !inside) {
    const found = insideOf(around, of);
    if (typeof found === 'string') return found.replace('its box', 'its polygon');
  }
  return {
    region: {
      concepts: [concept],
      box: around ? boxOf(around, of) : null,
      polygon: polygon ? pointsOf(polygon, of) : null,
      ...(mask === undefined ? {} : { maskBase64: mask }),
    },
    notes: all,
  };
}

const boxPart = (box: PixelRegion['box']) => (box ? { box } : {});

function boundsOfCorners(polygon: readonly number[]): NonNullable<CocoAnnotation['bbox']> {
  const xs = polygon.filter((_, at) => at % 2 === 0);
  const ys = polygon.filter((_, at) => at % 2 === 1);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

/** Annotations of our own exports with the same `region` are one region with several concepts. */
export class RegionList {
  readonly #named = new Map<number, number>();
  readonly all: EntryRegion[] = [];

  add(region: EntryRegion, name: number | undefined): void {
    const at = name === undefined ? undefined : this.#named.get(name);
    const known = at === undefined ? undefined : this.all[at];
    if (at !== undefined && known && 'concepts' in known && 'concepts' in region) {
      this.all[at] = { ...known, concepts: [...known.concepts, ...region.concepts] };
      return;
    }
    if (name !== undefined) this.#named.set(name, this.all.length);
    this.all.push(region);
  }
}
