import { lineOf, placed } from '../../../console/charts/lineage.ts';
import type { LineageNode } from '../../../console/charts/lineage.ts';

const known = (...pairs: readonly (readonly [id: string, parentId?: string | undefined])[]) =>
  new Map<string, LineageNode>(pairs.map(([id, parentId]) => [id, { id, parentId }]));
const ids = (nodes: readonly LineageNode[]) => nodes.map(({ id }) => id);

describe('the line of a version', () => {
  const family = known(['a'], ['b', 'a'], ['c', 'b'], ['d', 'b'], ['e', 'd'], ['other', 'a']);

  test('holds its ancestors and descendants, no other lines', () => {
    expect(ids(lineOf(family, 'b', 9))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(ids(lineOf(family, 'e', 9))).toEqual(['a', 'b', 'd', 'e']);
  });

  test('goes back so many generations, and no further than is known', () => {
    expect(ids(lineOf(family, 'e', 1))).toEqual(['d', 'e']);
    expect(ids(lineOf(known(['x', 'gone']), 'x', 9))).toEqual(['x']);
    expect(lineOf(family, 'unknown', 9)).toEqual([]);
  });

  test('a chain of 10,000 does not take long and ends', () => {
    const chain = known(
      ...Array.from(
        { length: 10_000 },
        (_, at) => [`${at}`, at ? `${at - 1}` : undefined] as const,
      ),
    );
    expect(lineOf(chain, '9999', 10)).toHaveLength(11);
  });

  test('a circle, which there should never be, is walked once', () => {
    expect(ids(lineOf(known(['a', 'b'], ['b', 'a']), 'a', 9)).toSorted()).toEqual(['a', 'b']);
  });

  test('is placed generation by generation, siblings below one another', () => {
    expect(placed(lineOf(family, 'b', 9))).toEqual([
      { id: 'a', parentId: undefined, column: 0, row: 0 },
      { id: 'b', parentId: 'a', column: 1, row: 0 },
      { id: 'c', parentId: 'b', column: 2, row: 0 },
      { id: 'd', parentId: 'b', column: 2, row: 1 },
      { id: 'e', parentId: 'd', column: 3, row: 1 },
    ]);
  });
});
