import type { ManifestRegion, ManifestRow } from '../dataset/version/dataset-version.ts';
import { positivesOf } from '../dataset/version/dataset-version.ts';
import type { ConceptRef } from '../model/model-version.ts';
import { conceptsOfVersion } from '../model/model-version.ts';
import { assertConcepts, assertInputs } from './enough.ts';
import type { Scorer } from './measure.ts';

/** What the measures of detectors and segmenters have in common. */
export const ofMarkedImages = {
  rowsPerCall: 8,
  conceptsOf: conceptsOfVersion,
  rowsOf: (rows, { concepts }) => markedRows(rows, concepts),
  assertEnough: (rows, { concepts }) => {
    assertConcepts(concepts.length, 1);
    assertInputs(countsPerConcept(rows, concepts));
  },
} satisfies Pick<Scorer, 'rowsPerCall' | 'conceptsOf' | 'rowsOf' | 'assertEnough'>;

/** Places of the concepts that a region has, ascending. */
export function placesIn(region: ManifestRegion, concepts: readonly ConceptRef[]): number[] {
  const named = positivesOf({ concepts: region.concepts });
  return concepts.flatMap(({ id }, place) => (named.includes(id) ? [place] : []));
}

/** Images with a region of a known concept, and those that are said to have none (as `usable_region_row` of the container). */
export function markedRows(
  rows: readonly ManifestRow[],
  concepts: readonly ConceptRef[],
): ManifestRow[] {
  return rows.filter(
    (row) =>
      row.object !== null &&
      (row.regions?.some((region) => placesIn(region, concepts).length > 0) ||
        isBackground(row, concepts)),
  );
}

/** It has no region, and of the known concepts it denies one at least and has none. */
function isBackground(row: ManifestRow, concepts: readonly ConceptRef[]): boolean {
  const said = row.concepts.filter(({ id }) => concepts.some((concept) => concept.id === id));
  const hasRegions = (row.regions ?? []).length > 0;
  return !hasRegions && said.length > 0 && said.every(({ value }) => value === 0);
}

/** Images with a region of each concept. */
export function countsPerConcept(
  rows: readonly ManifestRow[],
  concepts: readonly ConceptRef[],
): Map<string, number> {
  const named = rows.map(({ regions }) => positivesOf({ concepts: [], regions: regions ?? [] }));
  return new Map(concepts.map(({ id }) => [id, named.filter((ids) => ids.includes(id)).length]));
}
