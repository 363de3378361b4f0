import type { ConceptGate, GatePolicy, GateReason } from '../../model/promotion/gate-result.ts';
import { counted, wordFor } from '../../words.ts';
import type { GateFacts, MeasuredPair } from './decide-gate.ts';
import type { JudgedConcepts } from './judge-concepts.ts';
import { inputsToTell } from './paired-tests.ts';
import type { Tally } from './tally.ts';

interface Judged extends GateFacts {
  readonly pair: MeasuredPair | undefined;
  readonly judged: JudgedConcepts | undefined;
}

/** The first one decides: what holds back, then what waits for a person, then what promotes. */
export function gateReasons(facts: Judged): GateReason[] {
  const held = [...brokenReasons(facts), ...flipReasons(facts), ...newReasons(facts)];
  const waiting = waitingReasons(facts);
  if (held.length > 0 || waiting.length > 0) return [...held, ...waiting];
  return [facts.parent ? heldReason(facts) : noParent];
}

const noParent: GateReason = {
  code: 'no-parent',
  message: 'It goes on from no other version, so that there is nothing that it could forget',
};

function brokenReasons({ judged, policy, ...facts }: Judged): GateReason[] {
  const broken = judged?.concepts.filter(({ verdict }) => verdict === 'broken') ?? [];
  const lost = broken.map((each) => ({
    code: 'concept-broken' as const,
    ...idOf(each),
    message:
      `${nameOf(each, facts)} falls from ${shown(each.parent)} to ${shown(each.candidate)} on ` +
      `${counted(each.count, 'input')}, below its floor of ${shown(each.floor)} (p = ${probability(each.pValue)})`,
  }));
  const pooled = judged?.pooled;
  if (!pooled?.isBroken) return lost;
  const together = {
    code: 'old-concepts-worse' as const,
    message:
      `The old concepts together lose ${points(pooled.loss)} an input, more than the ` +
      `${policy.allowedLossPoints} allowed (p = ${probability(pooled.pValue)})`,
  };
  return [...lost, together];
}

/** One flip breaks nothing: on a small evaluation set it would be more than the limit. */
function flipReasons({ pair, policy }: Judged): GateReason[] {
  const count = pair?.tally.negativeFlips.length ?? 0;
  const compared = pair?.tally.pooled.length ?? 0;
  if (!pair || count < 2) return [];
  const limit = flipLimit(pair.tally, policy);
  if ((100 * count) / compared <= limit) return [];
  return [
    {
      code: 'too-many-negative-flips',
      message:
        `${counted(count, 'input')} of ${compared} (${percent(count / compared)}) that its parent has right ` +
        `it has wrong; at most ${percent(limit / 100)} are allowed`,
    },
  ];
}

/**
 * Percent of the compared inputs that may flip, see `GatePolicy`: of a parent that has much wrong,
 * more.
 */
function flipLimit({ parentWrongCount, pooled }: Tally, policy: GatePolicy): number {
  const { maxNegativeFlipPercent, maxFlipsOfErrorsPercent = 0 } = policy;
  const wrongPercent = (100 * parentWrongCount) / pooled.length;
  return Math.max(maxNegativeFlipPercent, (maxFlipsOfErrorsPercent * wrongPercent) / 100);
}

function newReasons({ judged, ...facts }: Judged): GateReason[] {
  const below = judged?.concepts.filter(({ verdict }) => verdict === 'not-reached') ?? [];
  return below.map((each) => ({
    code: 'new-concept-not-reached' as const,
    ...idOf(each),
    message:
      `${nameOf(each, facts)}, which is new, reaches ${shown(each.candidate)} on ` +
      `${counted(each.count, 'input')}; ${shown(each.floor)} is asked for`,
  }));
}

function waitingReasons(facts: Judged): GateReason[] {
  const { parent, answeringVersionId, policy } = facts;
  const reasons: GateReason[] = [];
  const why = parent && whyNotMeasured(facts);
  if (why !== undefined) reasons.push({ code: 'not-measured', message: why });
  if (parent && answeringVersionId !== undefined && answeringVersionId !== parent.versionId)
    reasons.push({
      code: 'parent-not-promoted',
      message: `It was compared with its parent '${parent.versionId}', and version '${answeringVersionId}' answers predictions`,
    });
  if (policy.requiresApproval)
    reasons.push({
      code: 'approval-required',
      message: 'Its model asks for the approval of a person',
    });
  return reasons;
}

function whyNotMeasured({ measured, pair, judged }: Judged): string | undefined {
  if (typeof measured === 'string') return measured;
  if (!pair || !judged) return 'Parent and candidate were not asked side by side';
  const isSeen = judged.concepts.some(({ isNew, count }) => !isNew && count > 0);
  if (isSeen) return undefined;
  return 'No input of the evaluation set has a concept that its parent knows';
}

function heldReason({ judged, pair, policy, ...facts }: Judged): GateReason {
  const concepts = judged?.concepts ?? [];
  const old = concepts.filter(({ isNew, count }) => !isNew && count > 0);
  const flips = pair?.tally.negativeFlips.length ?? 0;
  const compared = pair?.tally.pooled.length ?? 0;
  const sentences = [
    `On ${counted(compared, 'input')} of the evaluation set no old concept is shown to lose more than ` +
      `${policy.allowedLossPoints} ${wordFor(policy.allowedLossPoints, 'point', 'points')} ` +
      `(${old.length} compared), and ${counted(flips, 'input')} (${percent(flips / Math.max(1, compared))}) ` +
      `that its parent has right ${wordFor(flips, 'is', 'are')} wrong`,
    ...unprovenWords({ judged, pair, policy, ...facts }),
    ...unmeasuredWords(concepts, facts),
    ...chosenWords(pair),
  ];
  return { code: 'all-floors-held', message: sentences.join('. ') };
}

/** Below their floors by what may be chance: said, with what would settle it. */
function unprovenWords({ judged, pair, ...facts }: Judged): string[] {
  const unproven = judged?.concepts.filter(({ verdict }) => verdict === 'not-proven') ?? [];
  return unproven.map((each) => {
    const differences = pair?.tally.concepts.get(each.conceptId)?.differences ?? [];
    const more = inputsToTell(differences, judged!.strictestAlpha);
    const tell =
      more === undefined
        ? 'no number of held-out inputs like these would tell'
        : `about ${counted(more, 'more held-out input')} of it would tell`;
    return (
      `${nameOf(each, facts)} goes from ${shown(each.parent)} to ${shown(each.candidate)} on ` +
      `${counted(each.count, 'input')}, which may be chance: ${tell}`
    );
  });
}

/** Names that are listed before "and … more". */
const maxNames = 5;

function unmeasuredWords(concepts: readonly ConceptGate[], facts: Named): string[] {
  const unseen = concepts.filter(({ verdict }) => verdict === 'not-measured');
  if (unseen.length === 0) return [];
  const names = unseen.slice(0, maxNames).map((each) => nameOf(each, facts));
  const more = unseen.length > maxNames ? ` and ${unseen.length - maxNames} more` : '';
  const are = wordFor(unseen.length, 'was', 'were');
  return [`Not measured, for want of held-out inputs, ${are} ${names.join(', ')}${more}`];
}

function chosenWords(pair: MeasuredPair | undefined): string[] {
  const { heldOut, chosen } = pair?.head.rows ?? { heldOut: 0, chosen: 0 };
  if (chosen >= heldOut) return [];
  return [`Asked were ${counted(chosen, 'input')} of ${heldOut}, spread evenly over the concepts`];
}

type Named = Pick<GateFacts, 'concepts'>;

function nameOf({ conceptId }: ConceptGate, { concepts }: Named): string {
  if (conceptId === null) return 'The whole answer';
  const name = concepts.find(({ id }) => id === conceptId)?.name;
  return name === undefined || name === '' || name === conceptId
    ? `'${conceptId}'`
    : `'${name}' (${conceptId})`;
}

function idOf({ conceptId }: ConceptGate): Pick<GateReason, 'conceptId'> {
  return conceptId === null ? {} : { conceptId };
}

function shown(score: number | null): string {
  return score === null ? 'unknown' : score.toFixed(3);
}

function points(score: number): string {
  return counted(Number((100 * score).toFixed(1)), 'point');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function probability(value: number | null): string {
  if (value === null) return 'unknown';
  return value < 0.0001 ? 'under 0.0001' : value.toFixed(4);
}
