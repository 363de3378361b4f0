/** What two points are compared by, shares from 0 to 1; null: no input has a new concept. */
export interface Accuracies {
  readonly oldAccuracy: number;
  readonly newAccuracy: number | null;
}

/** True where one point is no worse than another in both, and better in one. */
export function dominates(one: Accuracies, other: Accuracies): boolean {
  const [old, otherOld] = [one.oldAccuracy, other.oldAccuracy];
  const [fresh, otherFresh] = [one.newAccuracy ?? 0, other.newAccuracy ?? 0];
  return old >= otherOld && fresh >= otherFresh && (old > otherOld || fresh > otherFresh);
}

/** Which points no other dominates: what is lost with one is lost for something. */
export function onFrontier<Point extends Accuracies>(points: readonly Point[]): Set<Point> {
  return new Set(points.filter((point) => !points.some((other) => dominates(other, point))));
}
