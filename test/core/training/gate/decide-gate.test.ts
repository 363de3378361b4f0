import fc from 'fast-check';
import type { PairedAnswer } from '../../../../core/model/promotion/gate-result.ts';
import { decideGate, isFailed, summaryOf } from '../../../../core/training/gate/decide-gate.ts';
import { defaultGatePolicy } from '../../../../core/training/gate/gate-policy.ts';
import type { Asked } from './answers.ts';
import { answers, at, judged } from './answers.ts';

const right = [1, 1] as const;
const lost = [1, 0] as const;
const won = [0, 1] as const;
const wrong = [0, 0] as const;

const cats = (kept: number, gone: number, gained = 0) => [
  ...answers('cat', kept, right),
  ...answers('cat', gone, lost),
  ...answers('cat', gained, won),
];

interface Case {
  readonly name: string;
  readonly lines: readonly PairedAnswer[];
  readonly asked?: Asked;
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly says?: RegExp;
}

const loose = { maxNegativeFlipPercent: 100 };
const birds = { candidate: ['cat', 'dog', 'bird'] };

const cases: readonly Case[] = [
  {
    name: 'all as before',
    lines: [...cats(50, 0), ...answers('dog', 50, right)],
    verdict: 'promote',
    reasons: ['all-floors-held'],
    says: /^On 100 inputs of the evaluation set no old concept .* 1 point \(2 compared\), and 0 inputs \(0\.0 %\)/,
  },
  {
    // Five of 100 flip, and five the other way: 5 % of the inputs. Of the parent 20 % are wrong.
    name: 'more may flip where the parent has much wrong',
    lines: [...cats(70, 5), ...answers('cat', 20, wrong), ...answers('cat', 5, won)],
    asked: { policy: { maxNegativeFlipPercent: 3, maxFlipsOfErrorsPercent: 40 } },
    verdict: 'promote',
    reasons: ['all-floors-held'],
  },
  {
    name: 'and not where the policy says no',
    lines: [...cats(70, 5), ...answers('cat', 20, wrong), ...answers('cat', 5, won)],
    asked: { policy: { maxNegativeFlipPercent: 3, maxFlipsOfErrorsPercent: 0 } },
    verdict: 'hold-back',
    reasons: ['too-many-negative-flips'],
    says: /^5 inputs of 100 \(5\.0 %\) that its parent has right it has wrong; at most 3\.0 % are allowed/,
  },
  {
    name: 'a concept that is gone',
    lines: [...cats(0, 50), ...answers('dog', 50, right)],
    verdict: 'hold-back',
    reasons: ['concept-broken', 'old-concepts-worse', 'too-many-negative-flips'],
    says: /^'cat' falls from 1\.000 to 0\.000 on 50 inputs, below its floor of 0\.990 \(p = under 0\.0001\)/,
  },
  {
    // Three hypotheses: cat's p of 1/64 = .0156 is under .05 / 3.
    name: 'six lost and none won are proof',
    lines: [...cats(44, 6), ...answers('dog', 150, right)],
    verdict: 'hold-back',
    reasons: ['concept-broken', 'old-concepts-worse'],
    says: /\(p = 0\.0156\)/,
  },
  {
    // 1/32 = .0313 is not.
    name: 'five lost are below the floor, and may be chance',
    lines: [...cats(45, 5), ...answers('dog', 150, right)],
    verdict: 'promote',
    reasons: ['all-floors-held'],
    says: /'cat' goes from 1\.000 to 0\.900 on 50 inputs, which may be chance: about 15 more held-out inputs of it would tell/,
  },
  {
    name: 'as many won as lost',
    lines: [...cats(88, 6, 6), ...answers('dog', 150, right)],
    verdict: 'promote',
    reasons: ['all-floors-held'],
  },
  {
    name: 'a loss within what is allowed, however sure',
    lines: [...cats(1990, 10), ...answers('dog', 100, right)],
    verdict: 'promote',
    reasons: ['all-floors-held'],
  },
  {
    name: 'a little of each concept, which only all together prove',
    lines: ['a', 'b', 'c', 'd'].flatMap((id) => [
      ...answers(id, 97, right),
      ...answers(id, 3, lost),
    ]),
    asked: { parent: ['a', 'b', 'c', 'd'] },
    verdict: 'hold-back',
    reasons: ['old-concepts-worse'],
    says: /^The old concepts together lose 3 points an input, more than the 1 allowed \(p = 0\.0002\)/,
  },
  {
    name: 'flips that wins make up for',
    lines: [...cats(46, 4, 4), ...answers('dog', 50, right)],
    asked: { policy: { maxFlipsOfErrorsPercent: 0 } },
    verdict: 'hold-back',
    reasons: ['too-many-negative-flips'],
    says: /^4 inputs of 104 \(3\.8 %\) that its parent has right it has wrong; at most 3\.0 % are allowed/,
  },
  {
    name: 'one flip of few inputs is none too many',
    lines: [...cats(9, 1), ...answers('dog', 5, right)],
    verdict: 'promote',
    reasons: ['all-floors-held'],
  },
  {
    name: 'a new concept at its floor',
    lines: [...cats(50, 0), ...answers('bird', 5, [null, 1]), ...answers('bird', 5, [null, 0])],
    asked: birds,
    verdict: 'promote',
    reasons: ['all-floors-held'],
    says: /Not measured, for want of held-out inputs, was 'dog'/,
  },
  {
    name: 'a new concept below it',
    lines: [...cats(50, 0), ...answers('bird', 4, [null, 1]), ...answers('bird', 5, [null, 0])],
    asked: birds,
    verdict: 'hold-back',
    reasons: ['new-concept-not-reached'],
    says: /^'bird', which is new, reaches 0\.444 on 9 inputs; 0\.500 is asked for/,
  },
  {
    name: 'what the candidate could not answer is wrong, what the parent could not is not compared',
    lines: [
      ...answers('cat', 20, [1, null]),
      ...answers('cat', 20, [null, 0]),
      ...answers('dog', 20, right),
    ],
    verdict: 'hold-back',
    reasons: ['concept-broken', 'old-concepts-worse', 'too-many-negative-flips'],
    says: /^'cat' falls from 1\.000 to 0\.000 on 20 inputs/,
  },
  {
    name: 'a concept that was taken out cannot break',
    lines: [...cats(50, 0), ...answers('dog', 50, [1, null])],
    asked: { candidate: ['cat'] },
    verdict: 'promote',
    reasons: ['all-floors-held'],
  },
  {
    name: 'graded scores of whole answers',
    lines: [...answers(null, 30, [0.9, 0.85]), ...answers(null, 2, [0.5, 0.6])],
    asked: { parent: [], candidate: [] },
    verdict: 'hold-back',
    reasons: ['concept-broken'],
    says: /^The whole answer falls from 0\.875 to 0\.834 on 32 inputs/,
  },
  {
    name: 'a model type without concepts of its own in the answers',
    lines: answers(null, 30, [0.9, 0.9]),
    verdict: 'promote',
    reasons: ['all-floors-held'],
  },
  {
    name: 'a model type that answers in words of its own',
    lines: [...answers('normal', 40, right), ...answers('anomaly', 40, lost)],
    verdict: 'hold-back',
    reasons: ['concept-broken', 'old-concepts-worse', 'too-many-negative-flips'],
    says: /^'anomaly' falls from 1\.000 to 0\.000 on 40 inputs/,
  },
  {
    name: 'nothing that the parent knows',
    lines: answers('bird', 9, [null, 1]),
    asked: birds,
    verdict: 'await-approval',
    reasons: ['not-measured'],
  },
  {
    name: 'no answers at all',
    lines: [],
    asked: { facts: { measured: 'Its trainer kept none' } },
    verdict: 'await-approval',
    reasons: ['not-measured'],
    says: /^Its trainer kept none$/,
  },
  {
    name: 'another version answers than the parent',
    lines: cats(50, 0),
    asked: { facts: { answeringVersionId: 'other' } },
    verdict: 'await-approval',
    reasons: ['parent-not-promoted'],
    says: /compared with its parent 'parent', and version 'other' answers/,
  },
  {
    name: 'a model whose versions a person approves',
    lines: cats(50, 0),
    asked: { policy: { requiresApproval: true } },
    verdict: 'await-approval',
    reasons: ['approval-required'],
  },
  {
    name: 'approval does not save what broke',
    lines: cats(0, 50),
    asked: { policy: { requiresApproval: true, ...loose } },
    verdict: 'hold-back',
    reasons: ['concept-broken', 'approval-required'],
  },
  {
    name: 'more than was asked about',
    lines: cats(50, 0),
    asked: { heldOut: 5100 },
    verdict: 'promote',
    reasons: ['all-floors-held'],
    says: /Asked were 50 inputs of 5100/,
  },
];

test.each(cases)('$name: $verdict', ({ lines, asked, verdict, reasons, says }) => {
  const result = judged(lines, asked);

  expect([result.verdict, result.reasons.map(({ code }) => code)]).toEqual([verdict, reasons]);
  if (says) expect(result.reasons[0]?.message).toMatch(says);
});

test('without a parent there is nothing to compare', () => {
  const policy = defaultGatePolicy;
  const concepts = [{ id: 'cat', name: 'Cat' }];

  expect(decideGate({ policy, at, concepts })).toMatchObject({
    verdict: 'promote',
    reasons: [{ code: 'no-parent' }],
    negativeFlipPercent: null,
  });
  const strict = { ...policy, requiresApproval: true };
  expect(decideGate({ policy: strict, at, concepts }).verdict).toBe('await-approval');
});

test('the very inputs that flipped are there, with what each answered', () => {
  const flipped = {
    id: 'photo-7',
    scores: [
      { conceptId: 'dog', parent: 1, candidate: 0.4 },
      { conceptId: 'cat', parent: 1, candidate: 0 },
    ],
    parentAnswer: 'cat, dog',
    candidateAnswer: 'dog',
  };
  const result = judged([flipped, ...cats(20, 0, 2)]);

  expect(result.negativeFlips).toEqual([
    { id: 'photo-7', conceptId: 'cat', parentAnswer: 'cat, dog', candidateAnswer: 'dog' },
  ]);
  expect([result.positiveFlipCount, result.evaluationSet.compared]).toEqual([2, 23]);
  expect(result.negativeFlipPercent).toBeCloseTo(100 / 23);
  expect(summaryOf(result)).toMatchObject({ negativeFlipCount: 1, compared: 23 });
});

const score = fc.constantFrom(0, 0.25, 0.5, 0.75, 1);
const maybe = fc.option(score, { freq: 5 });
const line = fc.record({
  scores: fc.uniqueArray(
    fc.record({
      conceptId: fc.constantFrom('cat', 'dog', 'bird'),
      parent: maybe,
      candidate: maybe,
    }),
    { minLength: 1, maxLength: 3, selector: ({ conceptId }) => conceptId },
  ),
});
const lines = fc
  .array(line, { minLength: 1, maxLength: 40 })
  .map((all) => all.map((each, index) => ({ id: `input-${index}`, ...each })));

describe('of any answers', () => {
  test('no order of the lines changes the result', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const one = judged(all, birds);
        const other = judged(all.toReversed(), birds);

        const reasons = one.reasons.map(({ code }) => code);
        expect(other.reasons.map(({ code }) => code)).toEqual(reasons);
        expect(other.negativeFlips).toEqual(
          one.negativeFlips.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        );
        expect(other.concepts.map(({ verdict }) => verdict)).toEqual(
          one.concepts.map(({ verdict }) => verdict),
        );
      }),
    );
  });

  test('a candidate that answers as its parent does is promoted', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const alike = all.map((each) => ({
          ...each,
          scores: each.scores.map((one) => ({ ...one, candidate: one.parent })),
        }));
        const isSeen = alike.some(({ scores }) => scores.some(({ parent }) => parent !== null));

        expect(judged(alike).verdict).toBe(isSeen ? 'promote' : 'await-approval');
      }),
    );
  });

  test('one that is right about everything is promoted', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const better = all.map((each) => ({
          ...each,
          scores: each.scores.map((one) => ({ ...one, parent: one.parent ?? 0, candidate: 1 })),
        }));

        expect(judged(better).verdict).toBe('promote');
      }),
    );
  });

  test('one more wrong answer never turns a refusal into a promotion', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (all, which) => {
        const at = which % all.length;
        const worse = all.with(at, {
          ...all[at]!,
          scores: all[at]!.scores.map((one) => ({
            ...one,
            candidate: one.candidate === null ? null : 0,
          })),
        });
        const before = judged(all, birds).verdict;

        if (before === 'hold-back') expect(judged(worse, birds).verdict).toBe('hold-back');
      }),
      { numRuns: 500 },
    );
  });

  test('what is promoted broke nothing, and flipped no more than is allowed', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const result = judged(all, { ...birds, policy: { maxFlipsOfErrorsPercent: 0 } });
        const share = result.negativeFlipPercent ?? 0;

        expect(result.negativeFlips.length).toBe(
          Math.round((share / 100) * result.evaluationSet.compared),
        );
        expect(new Set(result.negativeFlips.map(({ id }) => id)).size).toBe(
          result.negativeFlips.length,
        );
        if (result.verdict !== 'promote') return;
        expect(result.concepts.filter(isFailed)).toEqual([]);
        expect(share <= 3 || result.negativeFlips.length === 1).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

test('a large evaluation set is judged at once', () => {
  const many = ['cat', 'dog'].flatMap((id) => [
    ...answers(id, 12_000, [0.8, 0.79]),
    ...answers(id, 8_000, [0.5, 0.6]),
  ]);

  expect(judged(many).verdict).toBe('promote');
});
