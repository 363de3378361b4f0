import type { Item, Table } from '../../../core/ports/table.ts';

/** The items of a world as the core reads them: nothing can be written. */
export function readingTable(items: readonly Item[]): Table {
  const partitions = Map.groupBy(items, ({ pk }) => pk);
  const of = (pk: string): readonly Item[] => partitions.get(pk) ?? [];
  const refuse = (): never => {
    throw new Error('an invariant only reads');
  };
  return {
    get: ({ pk, sk }) => Promise.resolve(of(pk).find((item) => item.sk === sk)),
    query: ({ pk, prefix = '' }) =>
      Promise.resolve({ items: of(pk).filter(({ sk }) => sk.startsWith(prefix)) }),
    count: refuse,
    write: refuse,
  };
}
