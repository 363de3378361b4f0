import fc from 'fast-check';
import { parseDial } from '../../../../core/training/dial/dial-file.ts';
import { flipsOf, measuredPoints } from '../../../../core/training/dial/measured-points.ts';
import { defaultGatePolicy } from '../../../../core/training/gate/gate-policy.ts';
import { dialText } from './dial-under-test.ts';

const concepts = ['cat', 'dog', 'owl'].map((id) => ({ id, name: `a ${id}` }));
const judging = { policy: defaultGatePolicy, concepts };
const of = (value: number, count: number) => Array.from({ length: count }, () => [value]);

/** 40 cats, 40 dogs and, which are new, 20 owls. */
const truth = [...of(0, 40), ...of(1, 40), ...of(2, 20)];
const parent = [...of(0, 38), ...of(1, 2), ...of(1, 40), ...of(1, 20)];
/** Takes 12 cats for owls, has one right that the parent had wrong. */
const naive = [...of(2, 12), ...of(0, 27), ...of(1, 1), ...of(1, 40), ...of(2, 20)];
/** All that the parent has right, and half of the owls. */
const middle = [...of(0, 38), ...of(1, 2), ...of(1, 40), ...of(2, 10), ...of(1, 10)];
/** Worse than the middle in both. */
const poor = [...of(0, 30), ...of(1, 10), ...of(1, 40), ...of(2, 5), ...of(1, 15)];

const dial = parseDial(
  dialText({
    concepts: ['cat', 'dog', 'owl'],
    newConcepts: ['owl'],
    truth,
    points: [
      { weight: 0, shift: 0, answers: parent },
      { weight: 0.4, shift: -1, answers: poor },
      { weight: 0.6, shift: 0, answers: middle },
      { weight: 1, shift: 0, answers: naive },
    ],
  }),
)!;

describe('the points of a dial', () => {
  const [first, second, third, last] = measuredPoints(dial, judging);

  test('the parent flips nothing and knows nothing of the new concept', () => {
    expect(first).toMatchObject({
      weight: 0,
      oldAccuracy: 78 / 80,
      newAccuracy: 0,
      accuracy: 0.78,
      negativeFlipPercent: 0,
      brokenConcepts: [],
      passes: true,
    });
    expect(flipsOf(dial, dial.points[0]!, judging)).toEqual([]);
  });

  test('naive continuation breaks the concept that it forgets, and is marked', () => {
    expect(last).toMatchObject({
      oldAccuracy: 67 / 80,
      newAccuracy: 1,
      accuracy: 0.87,
      brokenConcepts: ['cat'],
      passes: false,
      isNaive: true,
      negativeFlipPercent: 15,
    });
  });

  test('a point between passes, and lies on the frontier; a dominated one does not', () => {
    expect(third).toMatchObject({ newAccuracy: 0.5, passes: true, isOnFrontier: true });
    expect(second).toMatchObject({ passes: false, isOnFrontier: false });
    expect([first, second, third].map((point) => point?.isNaive)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('the very inputs that flip are named, with both answers', () => {
    const flips = flipsOf(dial, dial.points[3]!, judging);

    expect(flips).toHaveLength(12);
    expect(flips.map(({ id }) => id).sort()).toEqual(
      Array.from({ length: 12 }, (_, row) => `r${row}`).sort(),
    );
    const purged = { ...dial, ids: dial.ids.map((id) => (id === 'r3' ? '' : id)) };
    const left = flipsOf(purged, dial.points[3]!, judging).map(({ id }) => id);
    expect(left).toEqual(flips.map(({ id }) => id).filter((id) => id !== 'r3'));
    expect(flips[0]).toEqual({
      id: 'r0',
      conceptId: 'cat',
      parentAnswer: 'a cat',
      candidateAnswer: 'a owl',
    });
  });

  test('approval by a person is no property of a point', () => {
    const policy = { ...defaultGatePolicy, requiresApproval: true };

    expect(measuredPoints(dial, { ...judging, policy })[2]!.passes).toBe(true);
  });

  test("the model's own policy decides", () => {
    const policy = { ...defaultGatePolicy, newConceptFloor: 0.6 };

    expect(measuredPoints(dial, { ...judging, policy })[2]).toMatchObject({
      passes: false,
      brokenConcepts: ['owl'],
    });
  });
});

test('of rows with several concepts each is judged by itself, those that are denied too', () => {
  const several = parseDial(
    dialText({
      concepts: ['cat', 'dog', 'owl'],
      newConcepts: ['owl'],
      truth: [[0, 1], [0], []],
      denied: [[], [1], [0, 1]],
      points: [
        { weight: 0, shift: 0, answers: [[0, 1], [0], []] },
        { weight: 1, shift: 0, answers: [[0], [0, 1], [2]] },
      ],
    }),
  )!;

  expect(flipsOf(several, several.points[1]!, judging)).toEqual([
    { id: 'r0', conceptId: 'dog', parentAnswer: 'a cat, a dog', candidateAnswer: 'a cat' },
    { id: 'r1', conceptId: 'dog', parentAnswer: 'a cat', candidateAnswer: 'a cat, a dog' },
  ]);
  expect(measuredPoints(several, judging)[1]).toMatchObject({ oldAccuracy: 0, newAccuracy: null });
});

test.each([
  ['no JSON', '{'],
  ['a later release', dialText({ concepts: [], newConcepts: [], truth: [], points: [] })],
  [
    'a point that lacks a row',
    dialText({
      concepts: ['cat'],
      newConcepts: [],
      truth: [[0], [0]],
      points: [{ weight: 0, shift: 0, answers: [[0]] }],
    }),
  ],
  [
    'another version of the file',
    dialText(
      {
        concepts: ['cat'],
        newConcepts: [],
        truth: [[0]],
        points: [{ weight: 0, shift: 0, answers: [[0]] }],
      },
      { schemaVersion: 2 },
    ),
  ],
])('%s is no dial', (_, text) => {
  expect(parseDial(text)).toBeUndefined();
});

const places = fc.integer({ min: 0, max: 2 }).map((place) => [place]);
const rowsOf = (count: number) => fc.array(places, { minLength: count, maxLength: count });

test('whatever is answered: the parent flips nothing, and only what it has right can flip', () => {
  const anyDial = fc
    .integer({ min: 1, max: 30 })
    .chain((count) => fc.tuple(rowsOf(count), rowsOf(count), rowsOf(count)));
  fc.assert(
    fc.property(anyDial, ([labels, before, after]) => {
      // The parent does not know the last concept.
      const known = before.map(([place]) => [Math.min(place!, 1)]);
      const points = [
        { weight: 0, shift: 0, answers: known },
        { weight: 0.5, shift: 0, answers: after },
      ];
      const made = { concepts: ['cat', 'dog', 'owl'], newConcepts: ['owl'], truth: labels, points };
      const parsed = parseDial(dialText(made))!;
      expect(flipsOf(parsed, parsed.points[0]!, judging)).toEqual([]);
      const wanted = labels.flatMap(([label], row) =>
        label! < 2 && known[row]![0] === label && after[row]![0] !== label ? [`r${row}`] : [],
      );
      const flipped = flipsOf(parsed, parsed.points[1]!, judging).map(({ id }) => id);
      expect(flipped.sort()).toEqual(wanted.sort());
    }),
  );
});
