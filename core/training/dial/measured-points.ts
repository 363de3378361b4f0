import type {
  GatePolicy,
  GateResult,
  NegativeFlip,
  PairedAnswer,
} from '../../model/promotion/gate-result.ts';
import type { ConceptRef } from '../../model/model-version.ts';
import { decideGate, isFailed } from '../gate/decide-gate.ts';
import { Tallying } from '../gate/tally.ts';
import type { AnsweredPoint, DialFile } from './dial-file.ts';
import { onFrontier } from './frontier.ts';
import type { Accuracies } from './frontier.ts';

/** One point of a dial as it is measured on the frozen evaluation set. Shares from 0 to 1. */
export interface MeasuredPoint extends Accuracies {
  readonly weight: number;
  readonly shift: number;
  readonly accuracy: number;
  readonly negativeFlipPercent: number;
  /** Ids of concepts below what the gate asks of them. */
  readonly brokenConcepts: readonly string[];
  /** Whether the gate would promote it, but for what only its model decides. */
  readonly passes: boolean;
  readonly isOnFrontier: boolean;
  /** The candidate as it was trained. */
  readonly isNaive?: true;
}

/** What the points of a dial are judged by. */
export interface Judging {
  readonly policy: GatePolicy;
  /** Of the candidate, for their names. */
  readonly concepts: readonly ConceptRef[];
}

/** The points of a dial, each by the gate's own code. */
export function measuredPoints(dial: DialFile, judging: Judging): MeasuredPoint[] {
  const points = dial.points.map((point) => measured(dial, point, judging));
  const frontier = onFrontier(points);
  return points.map((point) => ({ ...point, isOnFrontier: frontier.has(point) }));
}

/** The inputs that the parent has right and a point has wrong, as far as they are still there. */
export function flipsOf(
  dial: DialFile,
  point: AnsweredPoint,
  judging: Judging,
): readonly NegativeFlip[] {
  // A purged input stands there without its id.
  return gateOf(dial, point, judging).negativeFlips.filter(({ id }) => id !== '');
}

function measured(
  dial: DialFile,
  point: AnsweredPoint,
  judging: Judging,
): Omit<MeasuredPoint, 'isOnFrontier'> {
  const { verdict, concepts, negativeFlipPercent } = gateOf(dial, point, judging);
  const { weight, shift } = point;
  return {
    ...{ weight, shift, ...accuraciesOf(dial, point) },
    negativeFlipPercent: negativeFlipPercent ?? 0,
    brokenConcepts: concepts.filter(isFailed).flatMap(({ conceptId }) => conceptId ?? []),
    passes: verdict === 'promote',
    ...(weight === 1 && shift === 0 ? { isNaive: true as const } : {}),
  };
}

/** Inputs without a new concept are old ones, as in `metrics.json`. */
function accuraciesOf(dial: DialFile, { answers }: AnsweredPoint) {
  const fresh = newPlaces(dial);
  const right = { old: 0, fresh: 0 };
  const all = { old: 0, fresh: 0 };
  dial.truth.forEach((truth, row) => {
    const kind = truth.some((place) => fresh.has(place)) ? 'fresh' : 'old';
    all[kind] += 1;
    if (isRight(truth, answers[row]!)) right[kind] += 1;
  });
  return {
    // No dial is measured without old inputs.
    oldAccuracy: share(right.old, all.old) ?? 0,
    newAccuracy: share(right.fresh, all.fresh),
    accuracy: share(right.old + right.fresh, all.old + all.fresh) ?? 0,
  };
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);

function newPlaces({ concepts, newConcepts }: DialFile): ReadonlySet<number> {
  return new Set(newConcepts.map((id) => concepts.indexOf(id)));
}

/** All of a row's concepts, and no other. */
function isRight(truth: readonly number[], answer: readonly number[]): boolean {
  return truth.length === answer.length && truth.every((place, at) => place === answer[at]);
}

function gateOf(dial: DialFile, point: AnsweredPoint, judging: Judging): GateResult {
  const known = new Set(dial.newConcepts);
  const parentIds = dial.concepts.filter((id) => !known.has(id));
  // Weight 0 is the parent itself: it has no new concepts that it could be asked for.
  const ids = point.weight === 0 ? parentIds : dial.concepts;
  const tally = new Tallying({ parent: new Set(parentIds), candidate: new Set(ids) });
  for (const answer of pairsOf(dial, point, judging)) tally.add(answer);
  const named = (of: readonly string[]) => of.map((id) => nameOf(id, judging));
  return decideGate({
    // Whether somebody has to approve it is no property of a point.
    policy: { ...judging.policy, requiresApproval: false },
    at: '',
    concepts: named(ids),
    parent: { versionId: dial.parentVersionId, concepts: named(parentIds) },
    measured: { head: { schemaVersion: 1, score: dial.score, rows: dial.rows }, tally },
  });
}

/**
 * Parent and point side by side, scored as `gate-answers.jsonl` is: where each row has one concept
 * by whether it is the answer, else each concept that a row affirms or denies by itself.
 */
function* pairsOf(dial: DialFile, point: AnsweredPoint, judging: Judging): Generator<PairedAnswer> {
  const [parent] = dial.points;
  const [ofParent, ofCandidate] = [
    new Set(dial.taughtConcepts.parent),
    new Set(point.weight === 0 ? dial.taughtConcepts.parent : dial.taughtConcepts.candidate),
  ];
  const isSingle = dial.truth.every(({ length }) => length === 1);
  for (const [row, id] of dial.ids.entries()) {
    const [truth, denied] = [dial.truth[row]!, dial.denied[row]!];
    const [before, after] = [parent!.answers[row]!, point.answers[row]!];
    yield {
      id,
      scores: (isSingle ? truth : [...truth, ...denied]).map((place) => {
        const conceptId = dial.concepts[place]!;
        const score = (answer: readonly number[]) =>
          Number(answer.includes(place) === truth.includes(place));
        return {
          conceptId,
          parent: ofParent.has(conceptId) ? score(before) : null,
          candidate: ofCandidate.has(conceptId) ? score(after) : null,
        };
      }),
      parentAnswer: wordOf(dial, before, judging),
      candidateAnswer: wordOf(dial, after, judging),
    };
  }
}

/** As the trainer says it in `gate-answers.jsonl`. */
function wordOf(dial: DialFile, answer: readonly number[], judging: Judging): string {
  const names = answer.slice(0, 3).map((place) => nameOf(dial.concepts[place]!, judging).name);
  return names.join(', ') || 'nothing';
}

function nameOf(id: string, { concepts }: Judging): ConceptRef {
  return concepts.find((concept) => concept.id === id) ?? { id, name: id };
}
