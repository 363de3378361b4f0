import type { Stored } from '../records/records.ts';
import type { Dependencies } from '../ports/host.ts';
import {
  advanceEvaluation,
  failedEvaluation,
  storeEvaluation,
} from '../evaluation/advance-evaluation.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import { getEvaluation, openEvaluations } from '../evaluation/evaluation.ts';

type Uses = Pick<Dependencies, 'table' | 'objects' | 'predictor' | 'sha256' | 'now'>;

/** An evaluation that no call moves any more is given up this long after it was asked for: its model may never be deployed. */
const maxMilliseconds = 24 * 3600 * 1000;

/** What was done. */
export interface AdvancedEvaluations {
  readonly looked: number;
  /** One line for each that was ended, or could not be moved on. */
  readonly ended: readonly string[];
}

/**
 * Moves the evaluations that are not done on, the oldest first and each as far as it goes, for as long as there is time. One that waits for its model,
 * or cannot be moved, does not keep the others from it. Safe to run twice at once, and beside the calls of those who ask.
 * @param hasTime asked before each call of a model, which may take a minute
 */
export async function advanceOpenEvaluations(
  deps: Uses,
  hasTime: () => boolean,
): Promise<AdvancedEvaluations> {
  const ended: string[] = [];
  let looked = 0;
  for await (const { value } of openEvaluations(deps.table)) {
    if (!hasTime()) break;
    looked += 1;
    const line = await advanceToItsEnd(value, deps, hasTime).catch(
      (error: unknown) => `could not be moved on: ${String(error)}`,
    );
    if (line) ended.push(`evaluation ${value.id}: ${line}`);
  }
  return { looked, ended };
}

/** @returns how it ended; undefined where it has not */
async function advanceToItsEnd(
  { scope, id }: Evaluation,
  deps: Uses,
  hasTime: () => boolean,
): Promise<string | undefined> {
  // The index may lag behind: the record itself says how far it is.
  let before = await getEvaluation(scope, id, deps);
  while (before.value.status === 'evaluating' && hasTime()) {
    await advanceOrGiveUp(before, deps);
    const after = await getEvaluation(scope, id, deps);
    if (after.rev === before.rev) return undefined;
    before = after;
  }
  return before.value.status === 'evaluating' ? undefined : before.value.status;
}

/** Where nothing moves for a day after it was asked for, it is failed. */
async function advanceOrGiveUp(before: Stored<Evaluation>, deps: Uses): Promise<void> {
  const { value } = before;
  const isOver = Date.parse(deps.now()) - Date.parse(value.createdAt) > maxMilliseconds;
  const giveUp = async (why: string) => {
    const message = `Not done a day after it was asked for: ${why}`;
    await storeEvaluation(failedEvaluation(value, 'evaluationTimedOut', message), before, deps);
  };
  try {
    const after = await advanceEvaluation(before, deps);
    if (after === value && isOver) await giveUp('its model is still not there to predict');
  } catch (error) {
    if (!isOver) throw error;
    await giveUp(String(error));
  }
}
