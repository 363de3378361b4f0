import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useVirtual } from './use-virtual.ts';

export interface GridOptions {
  readonly count: number;
  /** Each item is at least so wide; as many stand in a row as there is room for. CSS pixels. */
  readonly minWidth: number;
  readonly itemHeight: number;
}

const gap = 8;

/** Where the items of a virtual grid stand, and which one the keyboard is on. */
export function useGrid({ count, minWidth, itemHeight }: GridOptions) {
  const [width, setWidth] = useState(minWidth);
  const lanes = Math.max(1, Math.floor((width + gap) / (minWidth + gap)));
  const virtual = useVirtual({ count, itemHeight, lanes, gap });
  const { scroller, scrollTo } = virtual;
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);
  // What the keyboard goes to may have to be scrolled to and rendered first.
  useEffect(() => {
    if (!wantsFocus.current) return;
    const element = scroller.current?.querySelector<HTMLElement>('[tabindex="0"][aria-posinset]');
    if (!element) return;
    wantsFocus.current = false;
    element.focus({ preventScroll: true });
  });
  const rows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (itemHeight + gap)));
  const current = Math.min(active, count - 1);
  /** @returns true where the key leads to another item */
  const move = (key: string): boolean => {
    const next = nextIndex(key, current, { count, lanes, rows });
    if (next === undefined) return false;
    wantsFocus.current = true;
    setActive(next);
    scrollTo(next);
    return true;
  };
  const column = (width - gap * (lanes - 1)) / lanes;
  const boxOf = (lane: number, start: number) => ({
    top: `${start}px`,
    left: `${lane * (column + gap)}px`,
    width: `${column}px`,
    height: `${itemHeight}px`,
  });
  return { ...virtual, lanes, active: current, setActive, move, boxOf };
}

interface GridSize {
  readonly count: number;
  readonly lanes: number;
  /** How many rows are in sight. */
  readonly rows: number;
}

/** Where a key leads; undefined: it leads nowhere. */
function nextIndex(key: string, at: number, { count, lanes, rows }: GridSize): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: lanes,
    ArrowUp: -lanes,
    PageDown: lanes * rows,
    PageUp: -lanes * rows,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, at + step));
}
