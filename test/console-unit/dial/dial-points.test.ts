import {
  chosenPoint,
  domainOf,
  gateWords,
  pointName,
  pointTitle,
  pointWords,
} from '../../../console/pages/model/dial/dial-points.ts';
import type { MeasuredDialPoint } from '../../../core/api/wire/messages.ts';

const point = (weight: number, more: Partial<MeasuredDialPoint> = {}): MeasuredDialPoint => ({
  ...{ weight, shift: 0, oldAccuracy: 0.9, newAccuracy: 0.5, accuracy: 0.8 },
  ...{ negativeFlipPercent: 1, brokenConcepts: [], passes: true, isOnFrontier: true, ...more },
});

const parent = point(0, { newAccuracy: null, accuracy: 0.99 });
const middle = point(0.6, { shift: -2 });
const naive = point(1, { passes: false, isNaive: true, brokenConcepts: ['5'] });

test('the address chooses; else what passes and is not the parent, else what was trained', () => {
  const all = [parent, middle, naive];
  expect(chosenPoint(all, '1,0')).toBe(naive);
  expect(chosenPoint(all, '')).toBe(middle);
  expect(chosenPoint(all, '7,7')).toBe(middle);
  expect(chosenPoint([parent, naive], '')).toBe(naive);
  expect(chosenPoint([parent], '')).toBe(parent);
  expect(chosenPoint([], '')).toBeUndefined();
  expect(chosenPoint(all, pointName(parent))).toBe(parent);
});

test('an axis of accuracies ends at 0 and 1', () => {
  expect(domainOf([0, 1])).toEqual([0, 1]);
  expect(domainOf([1])).toEqual([0.99, 1]);
  expect(domainOf([0.5, 0.75])).toEqual([0.48, 0.77]);
});

test('a point is named by its place, and the ends by what they are', () => {
  expect(pointTitle(parent)).toBe('The parent');
  expect(pointTitle(middle)).toBe('Weight 0.6, shift −2');
  expect(pointTitle(naive)).toBe('As trained (weight 1, shift 0)');
});

test('a point says all that it shows', () => {
  expect(pointWords(middle)).toBe(
    'Weight 0.6, shift −2: old concepts 0.900, new concepts 0.500; 1 % become wrong; the gate lets it pass; no other point is better on both',
  );
  expect(pointWords(point(0.2, { newAccuracy: null, isOnFrontier: false }))).not.toContain('new');
  expect(gateWords(naive)).toBe('the gate refuses it: it breaks 5');
  expect(gateWords(point(1, { passes: false }))).toBe('the gate refuses it');
});
