import type { RowMeasures } from './stored-counts.ts';
import type { Json } from '../../json.ts';
import type { ManifestRow } from './dataset-version.ts';
import { positivesOf } from './dataset-version.ts';

export const noMeasures: RowMeasures = {
  inputs: 0,
  unlabelledInputs: 0,
  regions: 0,
  boxes: 0,
  polygons: 0,
  masks: 0,
  inputsWithRegions: 0,
  inputConcepts: 0,
  regionConcepts: 0,
};

/** Of the rows of both together. */
export function addMeasures(a: RowMeasures, b: RowMeasures): RowMeasures {
  return {
    inputs: a.inputs + b.inputs,
    unlabelledInputs: a.unlabelledInputs + b.unlabelledInputs,
    regions: a.regions + b.regions,
    boxes: a.boxes + b.boxes,
    polygons: a.polygons + b.polygons,
    masks: a.masks + b.masks,
    inputsWithRegions: a.inputsWithRegions + b.inputsWithRegions,
    inputConcepts: a.inputConcepts + b.inputConcepts,
    regionConcepts: a.regionConcepts + b.regionConcepts,
  };
}

export function measureRows(rows: readonly ManifestRow[]): RowMeasures {
  const regions = rows.flatMap((row) => row.regions ?? []);
  return {
    inputs: rows.length,
    unlabelledInputs: rows.filter((row) => row.concepts.length === 0 && !row.regions).length,
    regions: regions.length,
    boxes: regions.filter(({ box }) => box !== null).length,
    polygons: regions.filter(({ polygon }) => polygon !== null).length,
    masks: regions.filter(({ mask }) => mask !== null).length,
    inputsWithRegions: rows.filter((row) => row.regions).length,
    inputConcepts: positives(rows),
    regionConcepts: positives(regions),
  };
}

function positives(
  of: readonly { readonly concepts: readonly { readonly value: number }[] }[],
): number {
  return of.flatMap(({ concepts }) => concepts).filter(({ value }) => value > 0).length;
}

/**
 * What rows can be grouped by; pixels and aspect ratios are not known before an image is decoded,
 * and so are no groups.
 */
export const groupTypes = [
  'INPUT_TYPE',
  'CONCEPT_ID',
  'CONCEPTS_COUNT',
  'BOUNDING_BOXES_COUNT',
  'POLYGONS_COUNT',
  'MASKS_COUNT',
] as const;
export type GroupType = (typeof groupTypes)[number];

export interface MeasuredGroup {
  readonly type: GroupType;
  readonly value: Json;
  readonly measures: RowMeasures;
}

/**
 * The rows by input type, by each concept that is there, and by how many labels they have;
 * ascending in each type. Only the measures are held.
 */
export async function groupRows(
  rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>,
): Promise<MeasuredGroup[]> {
  const groups = groupTypes.map((type) => ({ type, of: new Map<string | number, RowMeasures>() }));
  for await (const row of rows) {
    const measures = measureRows([row]);
    for (const { type, of } of groups)
      for (const value of groupValues[type](row))
        of.set(value, addMeasures(of.get(value) ?? noMeasures, measures));
  }
  return groups.flatMap(({ type, of }) =>
    [...of]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, measures]) => ({ type, value, measures })),
  );
}

/** The groups of each type that a row belongs to. */
const groupValues: Readonly<Record<GroupType, (row: ManifestRow) => readonly (string | number)[]>> =
  {
    INPUT_TYPE: (row) => [inputType(row)],
    CONCEPT_ID: positivesOf,
    CONCEPTS_COUNT: (row) => [positivesOf(row).length],
    BOUNDING_BOXES_COUNT: (row) => [measureRows([row]).boxes],
    POLYGONS_COUNT: (row) => [measureRows([row]).polygons],
    MASKS_COUNT: (row) => [measureRows([row]).masks],
  };

/** An input that could not be ingested has neither. */
function inputType(row: ManifestRow): string {
  if (row.text !== null) return 'text';
  return row.object === null ? 'invalid' : 'image';
}
