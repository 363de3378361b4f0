/**
 * Which items of a long list are selected, as ranges of their places: all of 100,000 is one range.
 * Everything here is pure.
 */
export interface Selection {
  /** In order, apart from one another; ends included. */
  readonly ranges: readonly Range[];
  /** Where a range with shift begins. */
  readonly anchor: number;
  /** The item that keys act on. */
  readonly focus: number;
}

export type Range = readonly [first: number, last: number];

export const nothingSelected: Selection = { ranges: [], anchor: 0, focus: 0 };

export function isSelected({ ranges }: Selection, index: number): boolean {
  return ranges.some(([first, last]) => index >= first && index <= last);
}

export function countOf({ ranges }: Selection): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** The keys go on to this item; what is selected stays. */
export function focusOn(selection: Selection, index: number): Selection {
  return { ...selection, focus: index };
}

export function selectOnly(index: number): Selection {
  return { ranges: [[index, index]], anchor: index, focus: index };
}

/** In where it was out, out where it was in. */
export function toggle(selection: Selection, index: number): Selection {
  const ranges = isSelected(selection, index)
    ? without(selection.ranges, index)
    : together([...selection.ranges, [index, index]]);
  return { ranges, anchor: index, focus: index };
}

/** From the anchor to this item, and nothing else. */
export function extendTo(selection: Selection, index: number): Selection {
  const { anchor } = selection;
  return {
    ranges: [[Math.min(anchor, index), Math.max(anchor, index)]],
    anchor,
    focus: index,
  };
}

/** @param count of the list's items */
export function selectAll(selection: Selection, count: number): Selection {
  return { ...selection, ranges: count > 0 ? [[0, count - 1]] : [] };
}

export function selectNone(selection: Selection): Selection {
  return { ...selection, ranges: [], anchor: selection.focus };
}

function without(ranges: readonly Range[], index: number): Range[] {
  return ranges.flatMap(([first, last]) => {
    if (index < first || index > last) return [[first, last] as Range];
    const parts: Range[] = [
      [first, index - 1],
      [index + 1, last],
    ];
    return parts.filter(([from, to]) => from <= to);
  });
}

function together(ranges: readonly Range[]): Range[] {
  const found: Range[] = [];
  for (const [first, last] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = found.at(-1);
    if (before && first <= before[1] + 1)
      found[found.length - 1] = [before[0], Math.max(before[1], last)];
    else found.push([first, last]);
  }
  return found;
}
