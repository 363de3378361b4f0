import {
  Virtualizer,
  elementScroll,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

interface VirtualOptions {
  readonly count: number;
  /** Height of an item, CSS pixels. */
  readonly itemHeight: number;
  /** Items beside each other; 1 where absent. */
  readonly lanes?: number;
  readonly gap?: number;
}

interface VirtualState {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement>;
  /** What is to be rendered, and where. */
  readonly items: readonly VirtualItem[];
  /** Height of all items, CSS pixels. */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

/** Which of very many items of one height are in sight of an element that scrolls. */
export function useVirtual({
  count,
  itemHeight,
  lanes = 1,
  gap = 0,
}: VirtualOptions): VirtualState {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const options = {
    count,
    lanes,
    gap,
    overscan: 4,
    estimateSize: () => itemHeight,
    getScrollElement: () => scroller.current,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const [virtual] = useState(() => new Virtualizer<HTMLDivElement, HTMLElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), []);
  useLayoutEffect(() => virtual._willUpdate());
  useLayoutEffect(() => virtual.measure(), [itemHeight, lanes, gap]);
  return {
    scroller,
    items: virtual.getVirtualItems(),
    height: virtual.getTotalSize(),
    scrollTo: (index) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
