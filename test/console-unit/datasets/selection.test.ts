import { afterKey } from '../../../console/parts/list/grid-keys.ts';
import {
  countOf,
  extendTo,
  isSelected,
  nothingSelected,
  selectAll,
  selectNone,
  selectOnly,
  toggle,
} from '../../../console/parts/list/selection.ts';
import type { Selection } from '../../../console/parts/list/selection.ts';

const of = (selection: Selection, count = 12) =>
  Array.from({ length: count }, (_, index) => index).filter((at) => isSelected(selection, at));

test('one, several with control, a range with shift from the last one', () => {
  const one = selectOnly(3);
  expect(of(one)).toEqual([3]);
  const two = toggle(one, 5);
  expect(of(two)).toEqual([3, 5]);
  expect(of(toggle(two, 3))).toEqual([5]);
  expect(of(extendTo(two, 8))).toEqual([5, 6, 7, 8]);
  expect(of(extendTo(extendTo(two, 8), 4))).toEqual([4, 5]);
});

test('ranges that touch become one, and one that loses its middle two', () => {
  const selection = [1, 3, 2].reduce(toggle, nothingSelected);
  expect(selection.ranges).toEqual([[1, 3]]);
  expect(toggle(selection, 2).ranges).toEqual([
    [1, 1],
    [3, 3],
  ]);
});

test('all of 100,000 is one range', () => {
  const all = selectAll(nothingSelected, 100_000);
  expect(all.ranges).toEqual([[0, 99_999]]);
  expect(countOf(toggle(all, 50_000))).toBe(99_999);
  expect(countOf(selectNone(all))).toBe(0);
  expect(countOf(selectAll(nothingSelected, 0))).toBe(0);
});

const shape = { count: 23, columns: 5, rows: 2 };
const from = { ...nothingSelected, focus: 7 };

test.each([
  ['ArrowRight', 8],
  ['ArrowLeft', 6],
  ['ArrowDown', 12],
  ['ArrowUp', 2],
  ['Home', 5],
  ['End', 9],
  ['PageDown', 17],
  ['PageUp', 0],
])('%s goes on to %i', (key, to) => {
  const moved = afterKey(from, { key, shiftKey: false, isControl: false }, shape);
  expect(moved).toEqual({ ...from, focus: to });
});

test.each([
  ['End', 22],
  ['Home', 0],
])('control and %s goes to %i', (key, to) => {
  expect(afterKey(from, { key, shiftKey: false, isControl: true }, shape)?.focus).toBe(to);
});

test('shift extends, space selects, control A selects all, Escape none, other keys are not ours', () => {
  const press = (selection: Selection, key: string, shiftKey = false, isControl = false) =>
    afterKey(selection, { key, shiftKey, isControl }, shape);
  const spaced = press(from, ' ')!;
  expect(of(spaced)).toEqual([7]);
  expect(of(press(spaced, 'ArrowRight', true)!)).toEqual([7, 8]);
  expect(countOf(press(spaced, 'a', false, true)!)).toBe(23);
  expect(countOf(press(spaced, 'Escape')!)).toBe(0);
  expect(press(spaced, 'x')).toBeUndefined();
  expect(press({ ...from, focus: 22 }, 'ArrowRight')?.focus).toBe(22);
});
