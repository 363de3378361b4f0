/** Where a record stands among those of its list. */
export interface Place {
  readonly id: string;
  readonly createdAt: string;
  /**
   * From 1, in the order of creation; absent on records of earlier releases, which went by the
   * clock.
   */
  readonly sequence?: number;
}

/**
 * The number of the record that comes next. What is created once another one is there comes behind
 * it, whatever the clock says; two that are created at the same time may have the same number.
 * @param those of its list, all of them
 */
export function nextSequence(those: readonly Pick<Place, 'sequence'>[]): number {
  return those.reduce((most, { sequence = 0 }) => Math.max(most, sequence), 0) + 1;
}

/** Sorts the newest first. */
export function newestFirst(a: Place, b: Place): number {
  const [before, after] = [creationOrder(a), creationOrder(b)];
  return before < after ? 1 : before > after ? -1 : 0;
}

/**
 * Sorts records of one list in the order of their creation: those of earlier releases by their
 * time, then those with a number.
 */
export function creationOrder({ sequence, createdAt, id }: Place): string {
  const time = `${createdAt} ${id}`;
  return sequence === undefined ? `0 ${time}` : `1 ${String(sequence).padStart(12, '0')} ${time}`;
}
