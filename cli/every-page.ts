/** Items of a page, as most lists of the service allow. */
export const pageSize = 1000;

/**
 * All items of a list, page after page.
 * @param read a page, from 1 on, of at most `perPage` items
 */
export async function* everyPage<Item>(
  read: (page: { readonly page: number; readonly per_page: number }) => Promise<readonly Item[]>,
  perPage = pageSize,
): AsyncGenerator<Item> {
  for (let page = 1; ; page += 1) {
    const items = await read({ page, per_page: perPage });
    yield* items;
    if (items.length < perPage) return;
  }
}

/** The first so many, and whether there are more. */
export async function firstOf<Item>(
  items: AsyncIterable<Item>,
  limit: number,
): Promise<{ readonly items: readonly Item[]; readonly hasMore: boolean }> {
  const found: Item[] = [];
  for await (const item of items) {
    if (found.length === limit) return { items: found, hasMore: true };
    found.push(item);
  }
  return { items: found, hasMore: false };
}
