import type { Input } from '../record/input.ts';

/** Below 0: the first of the two comes first. */
export type InputOrder = (a: Input, b: Input) => number;

/** By the time of creation; those of one instant by id. */
export function orderOfCreation(descending: boolean): InputOrder {
  const sign = descending ? -1 : 1;
  return (a, b) => sign * (compare(a.createdAt, b.createdAt) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * The first `count` inputs behind `last` in an order, from one walk through all of them that keeps
 * no more than twice as many.
 */
export async function nextInOrder(
  inputs: AsyncIterable<Input>,
  order: InputOrder,
  { last, count }: { readonly last: Input | undefined; readonly count: number },
): Promise<Input[]> {
  let first: Input[] = [];
  for await (const input of inputs) {
    if (last && order(last, input) >= 0) continue;
    first.push(input);
    if (first.length === 2 * count) first = first.sort(order).slice(0, count);
  }
  return first.sort(order).slice(0, count);
}
