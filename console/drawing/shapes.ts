import type { Concept, Image, Region } from '../../core/api/wire/messages.ts';

/** Shares of the picture's width and height as people see it, 0 to 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is drawn over a picture: a region of an answer or of a label. */
export interface Shape {
  /** Unique among the shapes of one picture. */
  readonly id: string;
  /** The likeliest one; absent: the region names none. */
  readonly concept?: Pick<Concept, 'id' | 'name'>;
  /** 0 to 1; of labels 1. */
  readonly value: number;
  /** The other concepts of the region, likeliest first. */
  readonly others: readonly Concept[];
  /** Around the region; of a mask without one: the whole picture. */
  readonly box: Box;
  /** Corners of a polygon, as shares. */
  readonly points?: readonly (readonly [x: number, y: number])[];
  /** A grey PNG whose pixels that are not black belong to the region. */
  readonly mask?: Image;
}

/**
 * Regions of the wire as what is drawn. Nothing is left out; what reaches beyond the picture is cut
 * at its edge.
 */
export function shapesOf(regions: readonly Region[] = []): Shape[] {
  return regions.map((region, index) => {
    const concepts = [...(region.data.concepts ?? [])].sort((a, b) => valueOf(b) - valueOf(a));
    const [concept, ...others] = concepts;
    const points = pointsOf(region);
    const mask = region.region_info.mask?.image;
    return {
      id: `${index}-${region.id ?? ''}`,
      ...(concept ? { concept: { id: concept.id, name: concept.name || concept.id } } : {}),
      value: region.value || valueOf(concept),
      others,
      box: boxOf(region, points),
      ...(points ? { points } : {}),
      ...(mask ? { mask } : {}),
    };
  });
}

/** Labels carry 1, or nothing, which means it. */
function valueOf(concept: Concept | undefined): number {
  return concept?.value ?? 1;
}

function pointsOf({ region_info: { polygon } }: Region): Shape['points'] {
  return polygon?.points.map(({ row, col }) => [within(col), within(row)] as const);
}

function boxOf({ region_info: { bounding_box: box } }: Region, points: Shape['points']): Box {
  if (box)
    return between(
      [within(box.left_col), within(box.top_row)],
      [within(box.right_col), within(box.bottom_row)],
    );
  if (!points || points.length === 0) return { left: 0, top: 0, width: 1, height: 1 };
  const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return between(
    [Math.min(...across), Math.min(...down)],
    [Math.max(...across), Math.max(...down)],
  );
}

type Corner = readonly [x: number, y: number];

function between([left, top]: Corner, [right, bottom]: Corner): Box {
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** Where a shape is, in words: `left 23 %, top 34 %, 32 % × 47 % of the picture`. */
export function placeInWords({ left, top, width, height }: Box): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return `left ${percent(left)}, top ${percent(top)}, ${percent(width)} × ${percent(height)}`;
}
