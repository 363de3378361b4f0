import { keys } from '../../records/keys.ts';
import { readSlice, toData } from '../../records/records.ts';
import type { Table, Write } from '../../ports/table.ts';
import type { GradedEstimate } from './graded-estimate.ts';
import { isGradedEstimate } from './readable.ts';

/**
 * Jobs that the estimator learns from: the newest. Older ones say little of the code, the machines
 * and the data of today, and a request reads all of them: with about 3 kB each, 1.2 MB.
 */
export const learntJobs = 400;

/** Keeps a graded estimate; refused where the job has one that ended at the same instant. */
export function gradedEstimateWrite(userId: string, graded: GradedEstimate): Write {
  return { put: { ...keys.gradedEstimate(userId, graded), data: toData(graded) }, if: 'absent' };
}

/** Graded estimates of a user, and how many of their records could not be read. */
export interface ReadGraded {
  /** The job that ended last first. */
  readonly graded: readonly GradedEstimate[];
  /** Damaged, or written by a later release in another shape: left out. */
  readonly unreadable: number;
}

/** Which of them, the newest first. */
export interface GradedSlice {
  /** At most so many; absent: `learntJobs`. */
  readonly count?: number;
  /** Passed over first. */
  readonly skip?: number;
}

/** Reads graded estimates of a user; a record that is none is counted and left out. */
export async function readGradedEstimates(
  table: Table,
  userId: string,
  { count = learntJobs, skip = 0 }: GradedSlice = {},
): Promise<ReadGraded> {
  const newest = { ...keys.gradedEstimatesOf(userId), descending: true };
  const stored = await readSlice<unknown>(table, newest, { skip, count });
  const graded = stored.filter(isGradedEstimate);
  return { graded, unreadable: stored.length - graded.length };
}

/** Graded estimates of a user that can be read, the job that ended last first. */
export async function newestGradedEstimates(
  table: Table,
  userId: string,
  slice: GradedSlice = {},
): Promise<readonly GradedEstimate[]> {
  return (await readGradedEstimates(table, userId, slice)).graded;
}
