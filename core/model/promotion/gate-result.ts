import type { PromotionMove } from './promotion.ts';

/** What a model asks of a candidate before it may answer predictions. */
export interface GatePolicy {
  /** What an old concept may lose against the parent, in points of its score (0 to 100). */
  readonly allowedLossPoints: number;
  /** Share of the evaluation set that the parent had right and the candidate has wrong, at most. */
  readonly maxNegativeFlipPercent: number;
  /**
   * The same as a share of as many inputs as the parent has wrong; the larger one counts. Two
   * trainings alike in accuracy differ in the more inputs the more they get wrong. 0 to 100; 0, or
   * absent: the limit above alone.
   */
  readonly maxFlipsOfErrorsPercent?: number;
  /** What a new concept must reach, 0 to 1. */
  readonly newConceptFloor: number;
  /** True: a candidate that passed waits for a person. */
  readonly requiresApproval: boolean;
}

/**
 * One input of the evaluation set as parent and candidate answered it in the same job: one line of
 * `gate-answers.jsonl` behind its head, see `container/README.md`.
 */
export interface PairedAnswer {
  readonly id: string;
  /**
   * One for each concept that the input has, from 0 (wrong) to 1 (right); one with the concept
   * `null` where the model type measures an input as a whole. `parent` is null where the parent
   * does not know the concept, or could not answer.
   */
  readonly scores: readonly {
    readonly conceptId: string | null;
    readonly parent: number | null;
    readonly candidate: number | null;
  }[];
  /** What each answered, in a word, for people; absent: no word says it. */
  readonly parentAnswer?: string;
  readonly candidateAnswer?: string;
}

/** First line of `gate-answers.jsonl`. */
export interface PairedAnswersHead {
  readonly schemaVersion: 1;
  /** What a score is, in the trainer's word: `right`, `ap50`, `iou`, `recall1`, `f1`. */
  readonly score: string;
  readonly rows: {
    readonly heldOut: number;
    /** How many of them are answered here; fewer where there are too many of them. */
    readonly chosen: number;
    readonly answered: number;
  };
}

export type ConceptVerdict =
  /** Old: above its floor. */
  | 'held'
  /** Old: below its floor, and the paired test says that it is no chance. */
  | 'broken'
  /** Old: below its floor, by so few inputs that it may be chance. */
  | 'not-proven'
  /** New: at its floor or above. */
  | 'reached'
  /** New: below its floor. */
  | 'not-reached'
  /** No input of the evaluation set has it. */
  | 'not-measured';

/** One concept of the candidate on the frozen evaluation set. Scores are means, 0 to 1. */
export interface ConceptGate {
  readonly conceptId: string | null;
  readonly isNew: boolean;
  readonly count: number;
  readonly parent: number | null;
  readonly candidate: number | null;
  /** What it must not fall below; null where it was not measured. */
  readonly floor: number | null;
  /** Of the one-sided paired test; null where there is no pair. */
  readonly pValue: number | null;
  readonly verdict: ConceptVerdict;
}

/** An input that the parent had right and the candidate has wrong. */
export interface NegativeFlip {
  readonly id: string;
  readonly conceptId: string | null;
  readonly parentAnswer?: string;
  readonly candidateAnswer?: string;
}

export interface GateReason {
  /** Stable, kebab-case. */
  readonly code:
    | 'all-floors-held'
    | 'concept-broken'
    | 'old-concepts-worse'
    | 'too-many-negative-flips'
    | 'new-concept-not-reached'
    | 'parent-not-promoted'
    | 'promoted-meanwhile'
    | 'no-parent'
    /** No version of its model could answer before. */
    | 'first-version'
    | 'not-measured'
    | 'approval-required'
    | 'stopped-early';
  readonly conceptId?: string;
  /** For a person, with its numbers. */
  readonly message: string;
}

export type GateVerdict = 'promote' | 'hold-back' | 'await-approval';

/** What Gate decided of a version, and by what; kept whole as `gate.json` in the job's folder. */
export interface GateResult {
  readonly verdict: GateVerdict;
  /** The first one decided. */
  readonly reasons: readonly GateReason[];
  readonly at: string;
  readonly policy: GatePolicy;
  /** The parent that it was compared with; absent: it has none. */
  readonly parentVersionId?: string;
  /** What a score is. */
  readonly score?: string;
  /** Inputs of the frozen evaluation set, and how many of them were compared. */
  readonly evaluationSet: { readonly inputs: number; readonly compared: number };
  readonly concepts: readonly ConceptGate[];
  readonly negativeFlips: readonly NegativeFlip[];
  readonly negativeFlipPercent: number | null;
  readonly positiveFlipCount: number;
}

/** What of it stands on the version's record. */
export interface GateSummary extends Pick<
  GateResult,
  'verdict' | 'at' | 'parentVersionId' | 'negativeFlipPercent' | 'positiveFlipCount'
> {
  /** The first ones. */
  readonly reasons: readonly GateReason[];
  readonly compared: number;
  readonly negativeFlipCount: number;
  /** What Settle made of it; absent: it does not answer, or is not settled yet. */
  readonly promotion?: Pick<PromotionMove, 'sequence' | 'cause' | 'fromVersionId'>;
  /** Ids of the concepts that broke or were not reached. */
  readonly brokenConcepts: readonly string[];
}
