import type { ConceptGate, ConceptVerdict, GatePolicy } from '../../model/promotion/gate-result.ts';
import { rejectedByHolm, worsePValue } from './paired-tests.ts';
import type { ConceptTally, KnownConcepts, Tally } from './tally.ts';
import { isOld } from './tally.ts';

/** Probability that a candidate which is no worse is held back for any concept, at most. */
export const gateAlpha = 0.05;

/** Below the floor by no more than this is rounding. */
const epsilon = 1e-9;

/** All old concepts together: small losses everywhere, that no single concept proves. */
export interface PooledGate {
  /** Mean of what an input lost, 0 to 1; negative: it gained. */
  readonly loss: number;
  readonly pValue: number;
  readonly isBroken: boolean;
}

export interface JudgedConcepts {
  readonly concepts: readonly ConceptGate[];
  /** Undefined where there are fewer than two old concepts: it would be asked twice. */
  readonly pooled?: PooledGate;
  /** What a single test must reach at the strictest. */
  readonly strictestAlpha: number;
}

/**
 * Judges each concept of a candidate: old ones by their floor and by the paired test, under Holm's
 * procedure with the pooled test as one more hypothesis; new ones by their floor alone.
 */
export function judgeConcepts(
  tally: Tally,
  known: KnownConcepts,
  policy: GatePolicy,
): JudgedConcepts {
  const tallies = [...tally.concepts.values()];
  const old = tallies.filter(
    ({ conceptId, differences }) => isOld(conceptId, known) && differences.length > 0,
  );
  const isPooled = old.length > 1;
  const pValues = old.map(({ differences }) => worsePValue(differences));
  const pooledP = isPooled ? [worsePValue(tally.pooled)] : [];
  const rejected = rejectedByHolm([...pValues, ...pooledP], gateAlpha);
  const tested = new Map(
    old.map(({ conceptId }, index) => [
      conceptId,
      { pValue: pValues[index]!, isWorse: rejected[index]! },
    ]),
  );
  const loss = -mean(tally.pooled);
  const isBroken = isPooled && rejected.at(-1)! && loss > allowedLoss(policy) + epsilon;
  return {
    concepts: idsOf(tally, known).map((id) => judge(id, { tally, known, policy, tested })),
    ...(isPooled ? { pooled: { loss, pValue: pooledP[0]!, isBroken } } : {}),
    strictestAlpha: gateAlpha / Math.max(1, rejected.length),
  };
}

/** In the order of their ids: no line's place changes the result. */
function idsOf({ concepts }: Tally, { candidate }: KnownConcepts): (string | null)[] {
  const measured = [...concepts.keys()];
  const asWhole = measured.filter((id) => id === null);
  const named = measured.filter((id) => id !== null);
  // What is measured as a whole, or in other words, says nothing of its concepts.
  const isOfConcepts = measured.length === 0 || named.some((id) => candidate.has(id));
  const known = isOfConcepts ? [...candidate] : [];
  return [...asWhole, ...[...new Set([...named, ...known])].sort()];
}

interface Judging {
  readonly tally: Tally;
  readonly known: KnownConcepts;
  readonly policy: GatePolicy;
  readonly tested: ReadonlyMap<
    string | null,
    { readonly pValue: number; readonly isWorse: boolean }
  >;
}

function judge(conceptId: string | null, judging: Judging): ConceptGate {
  const { tally, known, policy } = judging;
  const found = tally.concepts.get(conceptId);
  if (!isOld(conceptId, known)) return judgeNew(conceptId, found, policy);
  const test = judging.tested.get(conceptId);
  if (!found || !test) return notMeasured(conceptId, false);
  const count = found.differences.length;
  const parent = found.parentSum / count;
  const candidate = found.candidateSum / count;
  const floor = Math.max(0, parent - allowedLoss(policy));
  const isBelow = candidate < floor - epsilon;
  const verdict: ConceptVerdict = !isBelow ? 'held' : test.isWorse ? 'broken' : 'not-proven';
  const { pValue } = test;
  return { conceptId, isNew: false, count, parent, candidate, floor, pValue, verdict };
}

function judgeNew(
  conceptId: string | null,
  tally: ConceptTally | undefined,
  { newConceptFloor: floor }: GatePolicy,
): ConceptGate {
  if (!tally || tally.alone.count === 0) return notMeasured(conceptId, true);
  const { count, sum } = tally.alone;
  const candidate = sum / count;
  const verdict = candidate >= floor - epsilon ? 'reached' : 'not-reached';
  return { conceptId, isNew: true, count, parent: null, candidate, floor, pValue: null, verdict };
}

function notMeasured(conceptId: string | null, isNew: boolean): ConceptGate {
  const nothing = { parent: null, candidate: null, floor: null, pValue: null };
  return { conceptId, isNew, count: 0, ...nothing, verdict: 'not-measured' };
}

function allowedLoss({ allowedLossPoints }: GatePolicy): number {
  return allowedLossPoints / 100;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, each) => sum + each, 0) / values.length;
}
