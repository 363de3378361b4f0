import type { Note, ShareRegion } from '../../entry.ts';
import { insideOf, notesOfCorners } from '../inside.ts';
import { boxOf, pointsOf } from '../region.ts';

/** Coordinates of YOLO are shares already. */
const whole = { width: 1, height: 1 };

export interface YoloClasses {
  /** Name by its number. */
  readonly names: ReadonlyMap<number, string>;
  /** Numbers of one object behind its box where it has keypoints; absent: it has none. */
  readonly keypointNumbers?: number;
}

export interface YoloLine {
  readonly region: ShareRegion;
  readonly notes: readonly Note[];
  /** True: its keypoints are not read. */
  readonly hasKeypoints: boolean;
}

/**
 * One line of a label file: `class x y width height` of a box with its centre, or `class x y x y …`
 * of a polygon; shares of the picture as people see it.
 * @returns why it is neither, for a person
 */
export function readLabel(
  line: string,
  { names, keypointNumbers }: YoloClasses,
): YoloLine | string {
  const [number = NaN, ...rest] = line.trim().split(/\s+/).map(Number);
  const bad = `'${line.slice(0, 200)}'`;
  if ([number, ...rest].some((value) => !Number.isFinite(value)))
    return `${bad} is no label: numbers are wanted, class x y width height or class x y x y …`;
  const concept = names.get(number);
  if (concept === undefined)
    return `${bad} has the class ${number}, which is not among ${names.size} names`;
  const hasKeypoints = keypointNumbers !== undefined && rest.length === 4 + keypointNumbers;
  // A number behind the box is how sure a model was of it.
  const isBox = rest.length === 4 || rest.length === 5 || hasKeypoints;
  const found = isBox ? boxLine(concept, rest, bad) : polygonLine(concept, rest, bad);
  return typeof found === 'string' ? found : { ...found, hasKeypoints };
}

type Found = Omit<YoloLine, 'hasKeypoints'> | string;

function boxLine(concept: string, rest: readonly number[], bad: string): Found {
  const [x = 0, y = 0, width = 0, height = 0] = rest;
  if ([x, y, width, height].some((value) => value > 2))
    return `${bad} is in pixels: YOLO's numbers are shares, 0 to 1`;
  const found = insideOf([x - width / 2, y - height / 2, width, height], whole);
  if (typeof found === 'string') return `${bad}: ${found}`;
  return {
    region: { concepts: [concept], box: boxOf(found.box, whole), polygon: null },
    notes: found.notes,
  };
}

function polygonLine(concept: string, rest: readonly number[], bad: string): Found {
  if (rest.length < 6 || rest.length % 2 === 1)
    return `${bad} has ${rest.length} numbers behind its class: 4 are a box, an even number from 6 on a polygon`;
  if (rest.some((value) => value > 2))
    return `${bad} is in pixels: YOLO's numbers are shares, 0 to 1`;
  const points = pointsOf(rest, whole);
  const [rows, cols] = [points.map(([row]) => row), points.map(([, col]) => col)];
  const [top, left] = [Math.min(...rows), Math.min(...cols)];
  const size = [Math.max(...cols) - left, Math.max(...rows) - top] as const;
  const found = insideOf([left, top, ...size], whole);
  if (typeof found === 'string') return `${bad}: ${found.replace('its box', 'its polygon')}`;
  return {
    region: { concepts: [concept], box: boxOf(found.box, whole), polygon: points },
    notes: notesOfCorners(rest, whole),
  };
}
