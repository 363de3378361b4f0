import type { NegativeFlip, PairedAnswer } from '../../model/promotion/gate-result.ts';

/** From here on an answer counts as right; scores of 0 and 1 are what they say. */
const rightFrom = 0.5;

/** What parent and candidate scored for one concept; one number for each input that has it. */
export interface ConceptTally {
  readonly conceptId: string | null;
  /** Where both were asked: candidate minus parent. */
  readonly differences: number[];
  /** Sums of both over these. */
  parentSum: number;
  candidateSum: number;
  /** Of inputs that the candidate alone was asked. */
  alone: { count: number; sum: number };
}

/** What a set of paired answers adds up to. Grows by its concepts, flips and numbers only. */
export interface Tally {
  readonly concepts: ReadonlyMap<string | null, ConceptTally>;
  /** Of each input that both answered: the mean of its differences in old concepts. */
  readonly pooled: readonly number[];
  readonly negativeFlips: readonly NegativeFlip[];
  readonly positiveFlipCount: number;
  /** Compared inputs that the parent has wrong, in one of their concepts at least. */
  readonly parentWrongCount: number;
  /** Inputs with a score of either. */
  readonly inputs: number;
}

/** Which concepts count, by what both know. */
export interface KnownConcepts {
  readonly parent: ReadonlySet<string>;
  readonly candidate: ReadonlySet<string>;
}

/** Anything but a concept that was taken out of the candidate. */
function counts(conceptId: string | null, { parent, candidate }: KnownConcepts): boolean {
  return conceptId === null || candidate.has(conceptId) || !parent.has(conceptId);
}

/**
 * True where the parent knows it too, or both answer in other words than their concepts: an anomaly
 * model by `normal` and `anomaly`, others by the whole answer.
 */
export function isOld(conceptId: string | null, { parent, candidate }: KnownConcepts): boolean {
  return conceptId === null || parent.has(conceptId) || !candidate.has(conceptId);
}

/**
 * Adds paired answers up, one at a time. Where the parent answered and the candidate could not, the
 * candidate is wrong; what the parent could not answer is compared with nothing.
 */
export class Tallying implements Tally {
  readonly concepts = new Map<string | null, ConceptTally>();
  readonly pooled: number[] = [];
  readonly negativeFlips: NegativeFlip[] = [];
  positiveFlipCount = 0;
  parentWrongCount = 0;
  inputs = 0;
  readonly #known: KnownConcepts;

  constructor(known: KnownConcepts) {
    this.#known = known;
  }

  add(answer: PairedAnswer): void {
    const scores = answer.scores.filter(({ conceptId }) => counts(conceptId, this.#known));
    if (scores.length > 0) this.inputs += 1;
    const pairs = scores.flatMap((score) => this.#addScore(score));
    if (pairs.length === 0) return;
    const sum = pairs.reduce((total, { candidate, parent }) => total + candidate - parent, 0);
    this.pooled.push(sum / pairs.length);
    if (pairs.some(({ parent }) => parent < rightFrom)) this.parentWrongCount += 1;
    this.#addFlips(answer, pairs);
  }

  /** @returns the pair that was compared, if it was */
  #addScore({ conceptId, parent, candidate }: PairedAnswer['scores'][number]): Pair[] {
    const tally = this.#of(conceptId);
    if (parent === null || !isOld(conceptId, this.#known)) {
      if (candidate === null && isOld(conceptId, this.#known)) return [];
      tally.alone.count += 1;
      tally.alone.sum += candidate ?? 0;
      return [];
    }
    const pair = { conceptId, parent, candidate: candidate ?? 0 };
    tally.differences.push(pair.candidate - parent);
    tally.parentSum += parent;
    tally.candidateSum += pair.candidate;
    return [pair];
  }

  #of(conceptId: string | null): ConceptTally {
    const known = this.concepts.get(conceptId);
    if (known) return known;
    const made: ConceptTally = {
      conceptId,
      differences: [],
      parentSum: 0,
      candidateSum: 0,
      alone: { count: 0, sum: 0 },
    };
    this.concepts.set(conceptId, made);
    return made;
  }

  /** An input flips once, by the concept that lost most. */
  #addFlips({ id, parentAnswer, candidateAnswer }: PairedAnswer, pairs: readonly Pair[]): void {
    const lost = pairs.filter((pair) => pair.parent >= rightFrom && pair.candidate < rightFrom);
    const won = pairs.some((pair) => pair.parent < rightFrom && pair.candidate >= rightFrom);
    if (lost.length === 0) {
      if (won) this.positiveFlipCount += 1;
      return;
    }
    const [worst] = [...lost].sort((a, b) => a.candidate - a.parent - (b.candidate - b.parent));
    this.negativeFlips.push({
      id,
      conceptId: worst!.conceptId,
      ...(parentAnswer === undefined ? {} : { parentAnswer }),
      ...(candidateAnswer === undefined ? {} : { candidateAnswer }),
    });
  }
}

interface Pair {
  readonly conceptId: string | null;
  readonly parent: number;
  readonly candidate: number;
}
