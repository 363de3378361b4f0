/** How often each concept was answered with each: `matrix[labelled][answered]`. */
export interface Confusion {
  readonly conceptIds: readonly string[];
  readonly matrix: readonly (readonly number[])[];
}

/** One cell off the diagonal: inputs of one concept that were answered with another. */
export interface Mistake {
  readonly labelled: string;
  readonly answered: string;
  readonly count: number;
  /** Of the inputs with that label. */
  readonly share: number;
}

/** Every cell off the diagonal that is not 0, the largest first, of equal ones by concept. */
export function mistakesOf({ conceptIds, matrix }: Confusion): Mistake[] {
  const found = matrix.flatMap((row, at) => {
    const total = sum(row);
    return row.flatMap((count, to) =>
      count === 0 || to === at
        ? []
        : [{ labelled: conceptIds[at]!, answered: conceptIds[to]!, count, share: count / total }],
    );
  });
  return found.sort(
    (a, b) =>
      b.count - a.count || compare(a.labelled, b.labelled) || compare(a.answered, b.answered),
  );
}

export const conceptOrders = ['errors', 'name', 'support'] as const;
export type ConceptOrder = (typeof conceptOrders)[number];

/**
 * Positions of the concepts in the order that was asked for: those with the most mistakes (as label
 * or as answer) first, by id, or those with the most inputs first. Equal ones by id.
 */
export function orderOf({ conceptIds, matrix }: Confusion, order: ConceptOrder): number[] {
  const places = conceptIds.map((_, at) => at);
  const byName = (a: number, b: number) => compare(conceptIds[a]!, conceptIds[b]!);
  if (order === 'name') return places.sort(byName);
  const columns = columnSums(matrix);
  const supports = matrix.map(sum);
  const weight = (at: number) =>
    order === 'support' ? supports[at]! : supports[at]! + columns[at]! - 2 * matrix[at]![at]!;
  const weights = places.map(weight);
  return places.sort((a, b) => weights[b]! - weights[a]! || byName(a, b));
}

/** A part of a matrix, with the rest of each row and column added up. */
export interface ConfusionPart {
  readonly conceptIds: readonly string[];
  /** `cells[labelled][answered]`, among the concepts of the part. */
  readonly cells: readonly (readonly number[])[];
  /** Of each row: answers that are concepts outside of the part. */
  readonly otherAnswers: readonly number[];
  /** Of each column: inputs labelled with concepts outside of the part. */
  readonly otherLabels: readonly number[];
  /** Of each row: all of its inputs. */
  readonly totals: readonly number[];
}

/** @param places which concepts, in the order in which they are shown */
export function partOf(
  { conceptIds, matrix }: Confusion,
  places: readonly number[],
): ConfusionPart {
  const columns = columnSums(matrix);
  const cells = places.map((row) => places.map((column) => matrix[row]![column]!));
  const totals = places.map((row) => sum(matrix[row]!));
  const shown = columnSums(cells);
  return {
    conceptIds: places.map((at) => conceptIds[at]!),
    cells,
    totals,
    otherAnswers: cells.map((row, at) => totals[at]! - sum(row)),
    otherLabels: places.map((column, at) => columns[column]! - shown[at]!),
  };
}

/** 0 to 5: how dark a cell is, by its share of the row; what is not empty is never 0. */
export function shadeOf(count: number, total: number): number {
  return count === 0 || total === 0 ? 0 : Math.max(1, Math.ceil((5 * count) / total));
}

function sum(row: readonly number[]): number {
  return row.reduce((total, each) => total + each, 0);
}

function columnSums(matrix: readonly (readonly number[])[]): number[] {
  const width = matrix[0]?.length ?? 0;
  const sums = new Array<number>(width).fill(0);
  for (const row of matrix) row.forEach((each, at) => (sums[at]! += each));
  return sums;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
