import type {
  ConceptGate,
  GatePolicy,
  GateReason,
  GateResult,
  GateSummary,
  GateVerdict,
  PairedAnswersHead,
} from '../../model/promotion/gate-result.ts';
import type { ConceptRef } from '../../model/model-version.ts';
import { gateReasons } from './gate-reasons.ts';
import { judgeConcepts } from './judge-concepts.ts';
import type { Tally } from './tally.ts';

/** What the paired answers of a job add up to. */
export interface MeasuredPair {
  readonly head: PairedAnswersHead;
  readonly tally: Tally;
}

/** All that the gate decides by. */
export interface GateFacts {
  readonly policy: GatePolicy;
  /** ISO 8601. */
  readonly at: string;
  readonly concepts: readonly ConceptRef[];
  /** Absent: it goes on from no other version. */
  readonly parent?: {
    readonly versionId: string;
    readonly concepts: readonly ConceptRef[];
  };
  /** Of the model, as long as the candidate does not; absent: none does. */
  readonly answeringVersionId?: string;
  /** Of a candidate with a parent; a sentence says why there is none. */
  readonly measured?: MeasuredPair | string;
}

/**
 * Whether a candidate may answer predictions. Holds back on evidence alone: what the evaluation
 * set is too small to prove passes, and is said.
 */
export function decideGate(facts: GateFacts): GateResult {
  const { policy, at, parent, measured } = facts;
  const pair = parent && typeof measured === 'object' ? measured : undefined;
  const known = {
    parent: new Set(parent?.concepts.map(({ id }) => id)),
    candidate: new Set(facts.concepts.map(({ id }) => id)),
  };
  const judged = pair && judgeConcepts(pair.tally, known, policy);
  const flips = pair?.tally.negativeFlips ?? [];
  const compared = pair?.tally.pooled.length ?? 0;
  const reasons = gateReasons({ ...facts, pair, judged });
  return {
    verdict: verdictOf(reasons),
    reasons,
    at,
    policy,
    ...(parent ? { parentVersionId: parent.versionId } : {}),
    ...(pair ? { score: pair.head.score } : {}),
    evaluationSet: { inputs: pair?.head.rows.heldOut ?? 0, compared },
    concepts: judged?.concepts ?? [],
    negativeFlips: [...flips].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    negativeFlipPercent: compared === 0 ? null : (100 * flips.length) / compared,
    positiveFlipCount: pair?.tally.positiveFlipCount ?? 0,
  };
}

const verdicts: Readonly<Record<GateReason['code'], GateVerdict>> = {
  'concept-broken': 'hold-back',
  'old-concepts-worse': 'hold-back',
  'too-many-negative-flips': 'hold-back',
  'new-concept-not-reached': 'hold-back',
  'stopped-early': 'hold-back',
  'not-measured': 'await-approval',
  'parent-not-promoted': 'await-approval',
  'promoted-meanwhile': 'await-approval',
  'approval-required': 'await-approval',
  'all-floors-held': 'promote',
  'no-parent': 'promote',
  'first-version': 'promote',
};

/** The first reason decides, see `gateReasons`. */
function verdictOf([first]: readonly GateReason[]): GateVerdict {
  return first ? verdicts[first.code] : 'await-approval';
}

/** Reasons that stand on the version's record; all of them stand in `gate.json`. */
const maxReasons = 5;

/** Ids of concepts that stand there. */
const maxConcepts = 50;

/** What of a result is kept with the version. */
export function summaryOf(result: GateResult): GateSummary {
  const { verdict, at, parentVersionId, negativeFlipPercent, positiveFlipCount } = result;
  return {
    ...{ verdict, at, negativeFlipPercent, positiveFlipCount },
    ...(parentVersionId === undefined ? {} : { parentVersionId }),
    reasons: result.reasons.slice(0, maxReasons),
    compared: result.evaluationSet.compared,
    negativeFlipCount: result.negativeFlips.length,
    brokenConcepts: result.concepts
      .filter(isFailed)
      .map(({ conceptId }) => conceptId ?? '')
      .slice(0, maxConcepts),
  };
}

/** Below what was asked of it. */
export function isFailed({ verdict }: ConceptGate): boolean {
  return verdict === 'broken' || verdict === 'not-reached';
}
