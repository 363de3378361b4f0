import type { ConceptRow } from '../figures/concept-figures.ts';

/** `name`, `support`, or the key of a figure. */
export interface ConceptSorting {
  readonly by: string;
  readonly isDescending: boolean;
}

/** Sorted; what was not measured comes last in both directions, equal ones by their name. */
export function conceptsInOrder(
  rows: readonly ConceptRow[],
  { by, isDescending }: ConceptSorting,
  nameOf: (conceptId: string) => string,
): ConceptRow[] {
  const sign = isDescending ? -1 : 1;
  const byName = (a: ConceptRow, b: ConceptRow) =>
    nameOf(a.conceptId).localeCompare(nameOf(b.conceptId), undefined, { numeric: true });
  if (by === 'name') return [...rows].sort((a, b) => sign * byName(a, b));
  const valueOf = (row: ConceptRow) => (by === 'support' ? row.support : row.figures[by]?.value);
  return [...rows].sort((a, b) => {
    const [left, right] = [valueOf(a), valueOf(b)];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined) || byName(a, b);
    return sign * (left - right) || byName(a, b);
  });
}
