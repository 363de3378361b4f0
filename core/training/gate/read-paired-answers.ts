import type { PairedAnswer, PairedAnswersHead } from '../../model/promotion/gate-result.ts';
import type { Objects } from '../../ports/objects.ts';
import { eachLine } from '../../records/json-lines.ts';
import type { MeasuredPair } from './decide-gate.ts';
import type { KnownConcepts } from './tally.ts';
import { Tallying } from './tally.ts';

const notThere =
  'Its trainer kept no answers of parent and candidate to the evaluation set: ' +
  'there was nothing to compare them on, or its log says why';

/**
 * Adds up what a job's parent and candidate answered, as the lines come.
 * @param key see `jobKeys.gateAnswers`
 * @returns a sentence where there is nothing to add up: a trained version is not lost for that
 */
export async function readPairedAnswers(
  objects: Objects,
  key: string,
  known: KnownConcepts,
): Promise<MeasuredPair | string> {
  const tally = new Tallying(known);
  const ids = new Set<string>();
  let head: PairedAnswersHead | undefined;
  let number = 0;
  for await (const line of eachLine(key, { objects })) {
    if (line === '') continue;
    number += 1;
    const value = parsed(line);
    if (number === 1 && isHead(value)) {
      head = value;
    } else if (!head || !isAnswer(value)) {
      return `Line ${number} of the answers of parent and candidate is not what is written there`;
    } else if (ids.has(value.id)) {
      return `Line ${number} of the answers of parent and candidate answers input '${value.id}' again`;
    } else {
      ids.add(value.id);
      tally.add(value);
    }
  }
  if (!head) return notThere;
  const { answered } = head.rows;
  return ids.size === answered ? { head, tally } : notWhole(ids.size, answered);
}

/** Cut off between two lines, or an input was purged since. */
function notWhole(found: number, answered: number): string {
  return `Of ${answered} answers of parent and candidate ${found} are there: they were not compared by a part`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHead(value: unknown): value is PairedAnswersHead {
  const { schemaVersion, score, rows } = (value ?? {}) as Partial<PairedAnswersHead>;
  const counts = [rows?.answered ?? -1, rows?.chosen ?? -1, rows?.heldOut ?? -1];
  const areCounts = counts.every(
    (count, at) => Number.isInteger(count) && count >= (counts[at - 1] ?? 0),
  );
  return schemaVersion === 1 && typeof score === 'string' && areCounts;
}

function isAnswer(value: unknown): value is PairedAnswer {
  const { id, scores, parentAnswer, candidateAnswer } = (value ?? {}) as Partial<PairedAnswer>;
  if (typeof id !== 'string' || !Array.isArray(scores) || !scores.every(isScore)) return false;
  const areOnce = new Set(scores.map(({ conceptId }) => conceptId)).size === scores.length;
  return areOnce && [parentAnswer, candidateAnswer].every(isWord);
}

function isWord(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isScore(value: unknown): value is PairedAnswer['scores'][number] {
  const { conceptId, parent, candidate } = (value ?? {}) as PairedAnswer['scores'][number];
  const isNamed = conceptId === null || typeof conceptId === 'string';
  return isNamed && [parent, candidate].every((each) => each === null || isShare(each));
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
