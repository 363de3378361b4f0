import type { Table } from '../../core/ports/table.ts';
import { all, put, sks } from './table-items.ts';

/** Skipping and counting: what page numbers and totals are made of. */
export function skipTests(table: () => Table): void {
  test.each([
    { skip: 0 },
    { skip: 1, limit: 2 },
    { skip: 4, limit: 3 },
    { skip: 4, limit: 3, descending: true },
    { skip: 2, prefix: 'x' },
    { skip: 9 },
    { skip: 10 },
    { skip: 5_000, limit: 1 },
  ])('a query of %j passes over the first ones', async (shape) => {
    const sorted = Array.from({ length: 10 }, (_, n) => `${n % 2 ? 'x' : 'y'}${n}`).sort();
    await table().write(sorted.map((sk) => put('p', sk)));
    await table().write([put('p0', 'a neighbour')]);
    const whole = sks(await all(table(), { ...shape, pk: 'p', skip: 0 }));

    const page = await table().query({ pk: 'p', ...shape });

    expect(sks(page.items)).toEqual(whole.slice(shape.skip).slice(0, shape.limit));
  });

  test('a page behind skipped items goes on like every other', async () => {
    await table().write(['a', 'b', 'c', 'd', 'e'].map((sk) => put('p', sk)));
    const page = await table().query({ pk: 'p', skip: 1, limit: 2 });
    expect(sks(page.items)).toEqual(['b', 'c']);

    const next = page.next ?? '';
    expect(sks((await table().query({ pk: 'p', after: next })).items)).toEqual(['d', 'e']);
    expect(sks((await table().query({ pk: 'p', after: next, skip: 1 })).items)).toEqual(['e']);
  });

  test('a query begins behind a sort key, in its order, whether an item is there or not', async () => {
    await table().write(['a', 'b', 'd', 'e'].map((sk) => put('p', sk)));
    const behind = async (key: string, descending: boolean) =>
      sks(await all(table(), { pk: 'p', behind: key, descending, limit: 1 }));

    expect(await behind('b', false)).toEqual(['d', 'e']);
    expect(await behind('c', false)).toEqual(['d', 'e']);
    expect(await behind('d', true)).toEqual(['b', 'a']);
    expect(await behind('e', false)).toEqual([]);
    const skipped = await table().query({ pk: 'p', behind: 'a', skip: 1 });
    expect(sks(skipped.items)).toEqual(['d', 'e']);
  });

  test('what is large is counted and passed over too', async () => {
    const large = { text: 'x'.repeat(300_000) };
    for (const sk of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      await table().write([put('p', sk, large)]);

    expect(await table().count({ pk: 'p' })).toBe(8);
    expect(sks((await table().query({ pk: 'p', skip: 6, limit: 1 })).items)).toEqual(['g']);
  });

  test('the items of a partition, or of a prefix in it, are counted', async () => {
    await table().write(['a1', 'a2', 'b1'].map((sk) => put('p', sk)));
    await table().write([put('p0', 'a3')]);

    expect(await table().count({ pk: 'p' })).toBe(3);
    expect(await table().count({ pk: 'p', prefix: 'a' })).toBe(2);
    expect(await table().count({ pk: 'nobody' })).toBe(0);
  });
}
