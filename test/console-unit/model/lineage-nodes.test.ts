import {
  changeWords,
  markOf,
  ofNode,
} from '../../../console/pages/model/versions/lineage-nodes.ts';
import type { VersionNode } from '../../../core/api/wire/messages.ts';

const delta = {
  ...{ added: 20, removed: 0, relabelled: 2, replayed: 40, evaluationInputs: 45 },
  ...{ evaluationAdded: 5, examples: { added: [], removed: [], relabelled: [] } },
};
const id = 'ffff00000003462f95c08b8c177ad101';
const node: VersionNode = {
  ...{ versionId: id, modelId: 'm', sequence: 3, status: 'trained', isPromoted: false, delta },
  ...{ createdAt: '2026-11-29T09:23:00.000Z', settingsChanged: { num_epochs: [4, 2] } },
  gate: {
    ...{ verdict: 'hold-back', at: '', compared: 40, brokenConcepts: ['5'], negativeFlipCount: 3 },
    ...{ negativeFlipPercent: 7.5, positiveFlipCount: 1 },
    reasons: [{ code: 'concept-broken', message: 'Concept 5 fell' }],
  },
};

test('a version of the line says its number, state, change, settings and reason', () => {
  const version = ofNode(node, 'parent');
  expect(version).toMatchObject({
    ...{ name: 'Version 3', text: 'Trained', parentId: 'parent', verdict: 'hold-back' },
    ...{ settings: 'num_epochs 4 → 2', reason: 'Concept 5 fell' },
  });
  expect(changeWords(version)).toBe('+20 ~2, 40 replayed');
  expect(ofNode({ ...node, isDeleted: true }, undefined).text).toBe('deleted');
  const metric = { name: 'accuracy', value: 0.9925 };
  expect(ofNode({ ...node, metric }, undefined).text).toBe('accuracy 0.993');
});

test('a point of the dial says which in place of its data', () => {
  const dial = { candidateVersionId: 'c', weight: 0.6, shift: -2 };
  expect(changeWords(ofNode({ ...node, dial }, 'parent'))).toBe('dial: weight 0.6, shift -2');
  const without = { ...node };
  delete (without as { delta?: unknown }).delta;
  expect(changeWords(ofNode(without, 'parent'))).toBe('');
});

test('what answers, what is held back and what waits have marks; what answered before has none', () => {
  const version = ofNode(node, 'parent');
  expect(markOf(version, id)).toStrictEqual({ standing: 'promoted: it answers', tone: 'good' });
  expect(markOf(version, 'other')).toStrictEqual({ standing: 'held back', tone: 'warn' });
  const waiting = { ...version, verdict: 'await-approval' };
  expect(markOf(waiting, 'other').standing).toBe('awaits approval');
  expect(markOf({ ...version, verdict: 'promote' }, 'other').tone).toBe('plain');
});
