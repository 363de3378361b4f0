import { itemsInSight, sightOf, topToShow } from '../../../console/parts/list/sight.ts';

test.each([
  ['at the top', { top: 0, view: 100, count: 100_000 }, [0, 13]],
  ['between two items, both are in sight', { top: 15, view: 100, count: 100_000 }, [0, 15]],
  ['in the middle', { top: 500_000, view: 100, count: 100_000 }, [49_996, 50_013]],
  ['at the end', { top: 999_900, view: 100, count: 100_000 }, [99_986, 99_999]],
  ['all of a short list', { top: 0, view: 100, count: 3 }, [0, 2]],
  ['behind the end of a list that was longer', { top: 5_000, view: 100, count: 20 }, [6, 19]],
])('%s', (_, { top, view, count }, ends) => {
  const items = itemsInSight(sightOf(top, view, 10), count, 10);

  expect([items[0]?.index, items.at(-1)?.index]).toEqual(ends);
  expect(items.every(({ index, start }) => start === index * 10)).toBe(true);
  expect(items).toHaveLength(ends[1]! - ends[0]! + 1);
});

test('nothing is drawn of an empty list, and while the list is not shown', () => {
  expect(itemsInSight(sightOf(0, 100, 10), 0, 10)).toEqual([]);
  expect(itemsInSight(sightOf(0, 0, 10), 1000, 10)).toEqual([]);
});

test.each([
  ['an item in sight does not scroll', 12, 100],
  ['one above is shown at the top', 3, 30],
  ['one below is shown at the bottom', 40, 310],
])('%s', (_, index, top) => {
  expect(topToShow({ scrollTop: 100, clientHeight: 100 }, index, 10)).toBe(top);
});
