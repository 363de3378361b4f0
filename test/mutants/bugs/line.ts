import type { PlantedBug } from '../planted-bug.ts';

const rows = [
  'test/core/training/choose-rows.test.ts',
  'test/core/training/line-properties.test.ts',
];

/** Of what a line of versions remembers. */
export const lineBugs: readonly PlantedBug[] = [
  {
    name: 'side-of-the-newest-dataset',
    file: 'core/training/line/known-line.ts',
    replaces: 'const split = known?.split ?? sideOf(group);',
    by: 'const split = sideOf(group);',
    because: 'A dataset version has a side for each of its rows',
    tests: rows,
  },
  {
    name: 'deleted-contents-lose-their-side',
    file: 'core/training/line/known-line.ts',
    replaces:
      'for (const line of [...rows].sort(byId)) yield { ...line, row: { ...line.row, split } };',
    by: 'for (const line of rows.filter(isThere).sort(byId)) yield { ...line, row: { ...line.row, split } };',
    because: 'What is gone looks like nothing to keep',
    tests: rows,
  },
  {
    name: 'copies-keep-their-old-label',
    file: 'core/training/line/known-line.ts',
    replaces: 'return { ...newest, row: { ...newest.row, id: line.row.id } };',
    by: 'return line;',
    because: 'Only the input that came again was labelled anew',
    tests: rows,
  },
  {
    name: 'no-least-number-of-a-concept',
    file: 'core/training/replay.ts',
    replaces: 'for (const { having } of groups) addAtLeast(having, chosen);',
    by: '',
    because: 'A share of many is enough',
    tests: rows,
  },
  {
    name: 'held-out-rows-replayed-in-part',
    file: 'core/training/choose-rows.ts',
    replaces: 'const replay = [...heldOut, ...replayed].map(',
    by: 'const replay = [...heldOut.slice(1), ...replayed].map(',
    because: 'One of many is not missed',
    tests: rows,
  },
];
