import { newestGradedEstimates } from '../../../estimate/graded/graded-estimate-store.ts';
import type { GradedEstimate } from '../../../estimate/graded/graded-estimate.ts';
import { learn } from '../../../estimate/learn/learn.ts';
import type { Learnt } from '../../../estimate/learn/learn.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { devicesOf } from './devices.ts';

/** What a user's finished jobs taught, and those jobs, the newest first. */
export interface Experience {
  readonly learnt: Learnt;
  readonly graded: readonly GradedEstimate[];
}

/** Reads the newest graded estimates of a user and learns from them. */
export async function experienceOf(
  userId: string,
  { table, settings }: Pick<Dependencies, 'table' | 'settings'>,
): Promise<Experience> {
  const graded = await newestGradedEstimates(table, userId);
  return { graded, learnt: learn(graded, { devices: devicesOf(settings) }) };
}
