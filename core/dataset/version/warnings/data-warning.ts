/**
 * Something about the data that makes a model worse, or what is measured of it less sure. It keeps
 * nobody from training.
 */
export interface DataWarning {
  /** Stable, for programs. */
  readonly code: DataWarningCode;
  /** The number that the warning is about: a count, or a ratio. */
  readonly value: number;
  readonly message: string;
  /** What would help. */
  readonly advice: string;
}

export const dataWarningCodes = [
  'few-inputs',
  'unusable-labels',
  'few-examples',
  'imbalance',
  'copies',
  'held-out-copies',
  'deleted-inputs',
  'small-test-set',
  'concepts-without-test-inputs',
  'no-validation-part',
  'images-without-regions',
  'background-images',
  'one-colour',
  'mixed-ranges',
  'near-copies',
  'held-out-near-copies',
  'line-incomplete',
  'kept-sides',
  'renamed-concepts',
  'concepts-without-inputs',
] as const;
export type DataWarningCode = (typeof dataWarningCodes)[number];

/** Ids for a message: the first few, and how many more there are. */
export function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).map((id) => `'${id}'`);
  const more = ids.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
