import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { itemsInSight, sightOf, topToShow } from './sight.ts';
import type { ItemInSight, Sight } from './sight.ts';

interface VirtualOptions {
  readonly count: number;
  /** Height of an item, CSS pixels. */
  readonly itemHeight: number;
}

interface VirtualState {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement>;
  /** What is to be rendered, and where. */
  readonly items: readonly ItemInSight[];
  /** Height of all items, CSS pixels. */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

/** Which of very many items of one height are in sight of an element that scrolls. */
export function useVirtual({ count, itemHeight }: VirtualOptions): VirtualState {
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState<Sight>({ first: 0, amount: 0 });
  useLayoutEffect(() => {
    const element = scroller.current!;
    const look = () =>
      setSight((before) => {
        const now = sightOf(element.scrollTop, element.clientHeight, itemHeight);
        return before.first === now.first && before.amount === now.amount ? before : now;
      });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [itemHeight]);
  return {
    scroller,
    items: itemsInSight(sight, count, itemHeight),
    height: count * itemHeight,
    scrollTo: (index) => {
      const element = scroller.current;
      if (element) element.scrollTop = topToShow(element, index, itemHeight);
    },
  };
}
