import { keys } from '../../records/keys.ts';
import { readSlice, toData } from '../../records/records.ts';
import type { Table, Write } from '../../ports/table.ts';
import type { GradedEstimate } from './graded-estimate.ts';

/**
 * Jobs that the estimator learns from: the newest. Older ones say little of the code, the machines
 * and the data of today, and a request reads all of them: with about 3 kB each, 1.2 MB.
 */
export const learntJobs = 400;

/** Keeps a graded estimate; refused where the job has one that ended at the same instant. */
export function gradedEstimateWrite(userId: string, graded: GradedEstimate): Write {
  return { put: { ...keys.gradedEstimate(userId, graded), data: toData(graded) }, if: 'absent' };
}

/**
 * Graded estimates of a user, the job that ended last first.
 * @param slice.count at most so many; absent: `learntJobs` @param slice.skip passed over first
 */
export function newestGradedEstimates(
  table: Table,
  userId: string,
  { count = learntJobs, skip = 0 }: { readonly count?: number; readonly skip?: number } = {},
): Promise<GradedEstimate[]> {
  const newest = { ...keys.gradedEstimatesOf(userId), descending: true };
  return readSlice<GradedEstimate>(table, newest, { skip, count });
}
