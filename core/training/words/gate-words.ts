import type { GatePolicy, GateSummary } from '../../model/promotion/gate-result.ts';
import type { LineDelta } from '../../model/lineage.ts';
import { counted } from '../../words.ts';

/** A verdict of the gate as people read it; one that is not known as it is. */
export function verdictInWords(verdict: string): string {
  return verdicts[verdict] ?? verdict;
}

const verdicts: Readonly<Record<string, string>> = {
  promote: 'promoted',
  'hold-back': 'held back',
  'await-approval': 'awaits approval',
};

/** What the gate says of a concept. */
export function conceptVerdictInWords(verdict: string): string {
  return conceptVerdicts[verdict] ?? verdict;
}

const conceptVerdicts: Readonly<Record<string, string>> = {
  held: 'held',
  broken: 'broken: below its floor, and not by chance',
  'not-proven': 'below its floor, which may be chance',
  reached: 'reached',
  'not-reached': 'not reached',
  'not-measured': 'not measured',
};

/** How `promoted` came to move. */
export function causeInWords(cause: string): string {
  return causes[cause] ?? cause;
}

const causes: Readonly<Record<string, string>> = {
  gate: 'passed the gate',
  'first-version': 'first version',
  approved: 'approved',
  'rolled-back': 'rolled back',
  'by-hand': 'promoted by hand',
  deleted: 'the version before was deleted',
};

/** What a score is, in the trainer's word: what the figures of a gate are the mean of. */
export function scoreInWords(score: string | undefined): string {
  return scores[score ?? ''] ?? score ?? 'score';
}

const scores: Readonly<Record<string, string>> = {
  right: 'share answered rightly',
  ap50: 'average precision at .5',
  meanIou: 'mean IoU',
  recall1: 'recall at 1',
  rougeL: 'ROUGE-L',
};

type SaidFlips = Pick<
  GateSummary,
  'negativeFlipCount' | 'negativeFlipPercent' | 'positiveFlipCount' | 'compared'
>;

/** `3 of 120 inputs that were right before are wrong now (2.5 %), 5 the other way round`. */
export function flipsInWords(flips: SaidFlips): string {
  const { negativeFlipCount, negativeFlipPercent, positiveFlipCount, compared } = flips;
  if (compared === 0) return 'nothing was compared';
  const percent = negativeFlipPercent === null ? '' : ` (${percentOf(negativeFlipPercent)})`;
  return `of ${counted(compared, 'compared input')} ${negativeFlipCount} were right before and are wrong now${percent}, ${positiveFlipCount} the other way round`;
}

/** `2.5 %`; whole ones without a decimal. */
export function percentOf(percent: number): string {
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
}

/** Of a parent that has much wrong, more may change. */
function ofErrors({ maxFlipsOfErrorsPercent: share = 0 }: GatePolicy): string {
  return share === 0 ? '' : `, or ${percentOf(share)} of as many as its parent has wrong`;
}

/** What a model asks of a candidate, a line each. */
export function policyInWords(policy: GatePolicy): string[] {
  const { allowedLossPoints: loss, maxNegativeFlipPercent, newConceptFloor } = policy;
  return [
    `an old concept may lose ${counted(loss, 'point')} against the version that answers now`,
    `at most ${percentOf(maxNegativeFlipPercent)} of the evaluation set may become wrong${ofErrors(policy)}`,
    `a new concept must reach ${newConceptFloor}`,
    policy.requiresApproval ? 'a person approves what passed' : 'what passed is promoted by itself',
  ];
}

/** `20 added, 1 removed, 2 relabelled, 40 replayed; measured on 45, 5 of them new`. */
export function deltaInWords(delta: Omit<LineDelta, 'inputs' | 'examples'>): string {
  const { added, removed, relabelled, replayed, evaluationInputs, evaluationAdded } = delta;
  return `${added} added, ${removed} removed, ${relabelled} relabelled, ${replayed} replayed; measured on ${counted(evaluationInputs, 'input')}, ${evaluationAdded} of them new`;
}
