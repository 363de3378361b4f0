import { bestOf, pointAt, pointInWords, whatOf } from '../../../cli/retraining/dial.ts';
import { dialPlotLines } from '../../../cli/retraining/dial-plot.ts';
import { gateLines } from '../../../cli/retraining/gate-lines.ts';
import { lineageLines } from '../../../cli/retraining/lineage.ts';
import { takingBack } from '../../../cli/retraining/promotion.ts';
import { failureOfStanding, standingInWords } from '../../../cli/training/standing.ts';
import type {
  GateResult,
  GateSummary,
  MeasuredDialPoint,
  VersionNode,
} from '../../../core/api/wire/messages.ts';

const node = (sequence: number, more: Partial<VersionNode> = {}): VersionNode => ({
  ...{ versionId: `id-0000000${sequence}`, modelId: 'm', sequence, status: 'trained' },
  ...{ createdAt: '2026-11-29T09:23:00.000Z', isPromoted: false, settingsChanged: {}, ...more },
});

const delta = {
  ...{ added: 20, removed: 1, relabelled: 2, replayed: 40, evaluationInputs: 45 },
  ...{ evaluationAdded: 5, examples: { added: [], removed: [], relabelled: [] } },
};

const gate: GateSummary = {
  ...{ verdict: 'hold-back', at: '2026-11-29T09:23:00.000Z', compared: 40, brokenConcepts: ['5'] },
  reasons: [{ code: 'concept-broken', conceptId: '5', message: 'Concept 5 fell to 0.88' }],
  ...{ negativeFlipCount: 3, negativeFlipPercent: 7.5, positiveFlipCount: 1 },
};

test('a line is drawn from its root to the version, then what was trained from it', () => {
  const path = [
    node(1, { metric: { name: 'accuracy', value: 0.9925 } }),
    node(2, { isPromoted: true, delta, settingsChanged: { num_epochs: [4, 2] } }),
  ];
  const children = [node(3, { gate, delta }), node(4, { isDeleted: true })];
  const line = { ...delta, inputs: 120 };

  expect(lineageLines({ root: path[0]!, path, children, line }, 'm')).toStrictEqual([
    "model 'm': its line knows 120 inputs, 45 of them to measure it",
    '○ version 1 (00000001)  trained  accuracy 0.993  2026-11-29 09:23',
    '◉ version 2 (00000002)  ★ promoted: answers predictions  2026-11-29 09:23',
    '│   20 added, 1 removed, 2 relabelled, 40 replayed; measured on 45 inputs, 5 of them new',
    '│   other settings: num_epochs 4 → 2',
    '├── ○ version 3 (00000003)  held back  2026-11-29 09:23',
    '│       20 added, 1 removed, 2 relabelled, 40 replayed; measured on 45 inputs, 5 of them new',
    '│       Concept 5 fell to 0.88',
    '└── ○ version 4 (00000004)  deleted  2026-11-29 09:23',
  ]);
});

test('a gate says each concept with its floor, and the inputs that flipped', () => {
  const result: GateResult = {
    ...{ verdict: 'hold-back', reasons: gate.reasons, at: gate.at, parentVersionId: 'id-00000001' },
    policy: {
      ...{ allowedLossPoints: 1, maxNegativeFlipPercent: 3, newConceptFloor: 0.5 },
      requiresApproval: false,
    },
    score: 'right',
    evaluationSet: { inputs: 45, compared: 40 },
    concepts: [
      {
        ...{ conceptId: '5', isNew: false, count: 20, parent: 0.95, candidate: 0.8, floor: 0.94 },
        ...{ pValue: 0.031, verdict: 'broken' },
      },
      {
        ...{ conceptId: '9', isNew: true, count: 5, parent: null, candidate: 0.6, floor: 0.5 },
        ...{ pValue: null, verdict: 'reached' },
      },
    ],
    negativeFlips: [{ id: 'a.png', conceptId: '5', parentAnswer: '5', candidateAnswer: '9' }],
    ...{ negativeFlipPercent: 7.5, negativeFlipCount: 3, positiveFlipCount: 1 },
  };
  const of = { modelId: 'm', versionId: 'id-00000003', isPromoted: false };
  const text = gateLines(result, of).join('\n');

  expect(text).toContain("model 'm', version 00000003: held back, compared with 00000001");
  expect(text).toMatch(/5 +20 +0\.950 +0\.800 +0\.940 +0\.031 +broken: below its floor/);
  expect(text).toMatch(/9 \(new\) +5 +– +0\.600 +0\.500 +– +reached/);
  expect(text).toContain('3 were right before and are wrong now (7.5 %), 1 the other way round');
  expect(text).toMatch(/a\.png +5 +5 +9/);
  expect(text).toContain('and 2 more, which --format json has');
  expect(gateLines(result, { ...of, isPromoted: true })[0]).toContain('held back; promoted since');
});

const point = (weight: number, more: Partial<MeasuredDialPoint> = {}): MeasuredDialPoint => ({
  ...{ weight, shift: 0, oldAccuracy: 0.9, newAccuracy: 0.5, accuracy: 0.8 },
  ...{ negativeFlipPercent: 1, brokenConcepts: [], passes: true, isOnFrontier: true, ...more },
});

describe('the dial', () => {
  const parent = point(0, { oldAccuracy: 0.99, newAccuracy: 0, accuracy: 0.99 });
  const middle = point(0.6, { shift: -2, oldAccuracy: 0.97, newAccuracy: 0.7, accuracy: 0.9 });
  const beaten = point(0.4, { isOnFrontier: false, accuracy: 0.95 });
  const naive = point(1, {
    ...{ oldAccuracy: 0.7, newAccuracy: 0.9, accuracy: 0.96, passes: false, isNaive: true },
    ...{ brokenConcepts: ['5'], isOnFrontier: true },
  });
  const all = [parent, middle, beaten, naive];

  test('the best point passes the gate, lies on the frontier, and is no copy of the parent', () => {
    expect(bestOf(all)).toBe(middle);
    expect(bestOf([parent, naive])).toBeUndefined();
  });

  test('a point says what it is, and whether another beats it', () => {
    const words = ['the parent, frontier', 'frontier', '', 'as trained, frontier'];
    expect(all.map(whatOf)).toEqual(words);
  });

  test('a point that was not measured is refused with those that were', () => {
    expect(pointAt(all, { weight: 0.6, shift: -2 })).toBe(middle);
    expect(() => pointAt(all, { weight: 0.6, shift: 1 })).toThrow(
      /No point has weight 0\.6 and shift 1; .*0 with 0, 0\.6 with -2/,
    );
  });

  test('the plot has old concepts to the right, new ones upwards, and marks what is as trained', () => {
    const lines = dialPlotLines(all, 60).slice(1, 15);
    const placeOf = (mark: string) => {
      const row = lines.findIndex((line) => line.slice(8).includes(mark));
      return { row, column: lines[row]!.indexOf(mark, 8) };
    };

    expect(lines[0]).toMatch(/^ 0\.900 \|N/);
    expect(lines[13]).toMatch(/^ 0\.000 \| +\*$/);
    expect(placeOf('N').column).toBeLessThan(placeOf('.').column);
    expect(placeOf('N').row).toBeLessThan(placeOf('.').row);
    expect(dialPlotLines([point(0, { newAccuracy: null })], 60)).toStrictEqual([]);
  });

  test('a point says what it breaks', () => {
    expect(pointInWords(naive)).toBe(
      'weight 1, shift 0: old concepts 0.700, new concepts 0.900, 1 % become wrong; broken: 5',
    );
  });
});

test.each([
  ['held-back', 7, 'held-back', 'deeptune dial m 00000003'],
  ['awaits-approval', 7, 'awaits-approval', "deeptune promote m 00000003 --reason '…'"],
] as const)('a version that is %s ends a command with %i', (word, status, code, next) => {
  const standing = { word, reasons: ['Concept 5 fell'], promotedId: 'id-00000001' };
  const failure = failureOfStanding(standing, {
    ...{ modelId: 'm', versionId: 'id-00000003', named: [] },
  });

  expect(failure).toMatchObject({ exitStatus: status, code });
  expect(failure!.message).toContain('Concept 5 fell');
  expect(failure!.next).toContain(next);
  expect(standingInWords(standing)).toContain('version 00000001 still answers');
});

test('a version that answers, and one that no gate judged, end well', () => {
  const of = { modelId: 'm', versionId: 'v', named: [] };
  for (const word of ['promoted', 'trained'] as const)
    expect(failureOfStanding({ word, reasons: [], promotedId: undefined }, of)).toBeUndefined();
});

test('a move is taken back to the version before: rolling back again would go back one more', () => {
  const move = { versionId: 'id-00000001', sequence: 3, at: '', reason: 'x' };
  const from = { ...move, fromVersionId: 'id-00000002' };
  expect(takingBack('m', { ...from, cause: 'by-hand' })).toContain('deeptune roll-back m --reason');
  expect(takingBack('m', { ...from, cause: 'rolled-back' })).toContain(
    'deeptune promote m 00000002 --reason',
  );
  expect(takingBack('m', { ...move, cause: 'by-hand' })).toBeUndefined();
});
