/** What lies near an embedding. */
export interface Neighbour<Of> {
  readonly of: Of;
  /** Cosine of the angle between both, −1 to 1. */
  readonly similarity: number;
}

/** @returns 0 where one of them is zero, or they have not as many numbers */
export function cosine(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return 0;
  let [dot, a, b] = [0, 0, 0];
  one.forEach((value, at) => {
    const beside = other[at]!;
    dot += value * beside;
    a += value * value;
    b += beside * beside;
  });
  return a === 0 || b === 0 ? 0 : dot / Math.sqrt(a * b);
}

/** The nearest first; of equally near ones those that came first. */
export function nearest<Of>(
  vector: readonly number[],
  among: readonly { readonly of: Of; readonly vector: readonly number[] }[],
  amount: number,
): Neighbour<Of>[] {
  return among
    .map(({ of, vector: other }) => ({ of, similarity: cosine(vector, other) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, amount);
}
