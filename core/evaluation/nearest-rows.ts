/** How many neighbours are looked at. */
export const ranks = [1, 5] as const;

/** One row of a retrieval: its embedding, and which concepts it has. */
export interface EmbeddedRow {
  readonly embedding: Float32Array;
  /** Places of its concepts. */
  readonly concepts: readonly number[];
}

/**
 * For each row whether one of its 1, or of its 5, nearest neighbours has a concept of the row: by cosine, among all other rows (as `hits_of` of the
 * container). Of equally near ones the first counts.
 */
export function hitsOf(rows: readonly EmbeddedRow[]): boolean[][] {
  const units = rows.map(({ embedding }) => unitOf(embedding));
  return rows.map((row, place) => {
    const nearest = nearestOf(units, place);
    const first = nearest.findIndex((other) =>
      rows[other]?.concepts.some((concept) => row.concepts.includes(concept)),
    );
    return ranks.map((rank) => first >= 0 && first < rank);
  });
}

function unitOf(embedding: Float32Array): Float64Array {
  const length = Math.max(Math.sqrt(embedding.reduce((sum, value) => sum + value ** 2, 0)), 1e-12);
  return Float64Array.from(embedding, (value) => value / length);
}

/** Places of the nearest others, the nearest first. */
function nearestOf(units: readonly Float64Array[], place: number): number[] {
  const own = units[place] ?? new Float64Array();
  const nearest: { other: number; cosine: number }[] = [];
  units.forEach((unit, other) => {
    if (other === place) return;
    const cosine = product(own, unit);
    const at = nearest.findIndex((each) => each.cosine < cosine);
    if (at >= 0) nearest.splice(at, 0, { other, cosine });
    else if (nearest.length < ranks[1]) nearest.push({ other, cosine });
    if (nearest.length > ranks[1]) nearest.pop();
  });
  return nearest.map(({ other }) => other);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n += 1) sum += (a[n] ?? 0) * (b[n] ?? 0);
  return sum;
}
