import { listToWire } from '../../../../core/api/openai/list.ts';

const all = ['a', 'b', 'c'].map((id) => ({ id }));
const page = (after?: string, limit?: string) => listToWire(all, { after, limit }, (each) => each);

test.each([
  [undefined, '2', ['a', 'b'], true],
  ['b', '2', ['c'], false],
  ['a', undefined, ['b', 'c'], false],
  [undefined, '0', [], true],
  ['unknown', undefined, [], false],
])('after %s, limit %s', async (after, limit, ids, hasMore) => {
  expect(await page(after, limit)).toEqual({
    object: 'list',
    data: ids.map((id) => ({ id })),
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
    has_more: hasMore,
  });
});

test.each(['-1', '101', '1.5', '', 'many', '1e1'])('a limit of "%s" is refused', async (limit) => {
  await expect(page(undefined, limit)).rejects.toThrow(
    `limit is '${limit}' but must be a whole number from 0 to 100`,
  );
});
