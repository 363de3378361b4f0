/** What of a list of items of one height a scrolling element shows. */
export interface Sight {
  /** The first item in sight, from 0. */
  readonly first: number;
  /** How many of them are in sight, in part or whole; 0 while the element is not shown. */
  readonly amount: number;
}

export interface ItemInSight {
  readonly index: number;
  /** From the top of all items, CSS pixels. */
  readonly start: number;
}

/** Items drawn above and below those in sight, so that scrolling shows no gap. */
const spare = 4;

/** All in CSS pixels. */
export function sightOf(scrollTop: number, viewHeight: number, itemHeight: number): Sight {
  const first = Math.max(0, Math.floor(scrollTop / itemHeight));
  const end = Math.ceil((scrollTop + viewHeight) / itemHeight);
  return { first, amount: viewHeight > 0 ? end - first : 0 };
}

/** What is to be drawn of `count` items: those in sight and some beside them. */
export function itemsInSight({ first, amount }: Sight, count: number, itemHeight: number) {
  if (amount === 0) return [];
  // The list may have become shorter than what was scrolled to.
  const end = Math.min(count, first + amount + spare);
  const from = Math.max(0, Math.min(first, count - amount) - spare);
  return Array.from({ length: end - from }, (_, at): ItemInSight => {
    return { index: from + at, start: (from + at) * itemHeight };
  });
}

/** Where an element is to be scrolled to, as little as possible, to show an item whole. */
export function topToShow(
  { scrollTop, clientHeight }: { readonly scrollTop: number; readonly clientHeight: number },
  index: number,
  itemHeight: number,
): number {
  const least = (index + 1) * itemHeight - clientHeight;
  return Math.min(index * itemHeight, Math.max(scrollTop, least));
}
