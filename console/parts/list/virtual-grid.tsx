import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useGrid } from './use-grid.ts';
import type { GridOptions } from './use-grid.ts';

interface VirtualGridProps extends GridOptions {
  /** What the grid lists, for screen readers. */
  readonly label: string;
  readonly render: (index: number) => ComponentChildren;
  /** Enter or a click on an item. */
  readonly onOpen?: (index: number) => void;
  /** The space bar on an item. */
  readonly onMark?: (index: number) => void;
  /** Told which items are in sight, so that their pages can be read. */
  readonly onRange?: (first: number, last: number) => void;
}

/**
 * Very many items in a grid, of which those in sight are rendered. One item is in the order of
 * tabs; arrows, Home, End and Page keys go through all of them.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { label, count, render, onOpen, onMark, onRange } = props;
  const { scroller, items, height, active, setActive, move, boxOf } = useGrid(props);
  const [first, last] = [items[0]?.index, items.at(-1)?.index];
  useEffect(() => {
    if (first !== undefined && last !== undefined) onRange?.(first, last);
  }, [first, last, count]);
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of a control in an item are its own.
    if ((event.target as HTMLElement).getAttribute('aria-posinset') === null) return;
    const act = { Enter: onOpen, ' ': onMark }[event.key];
    if (!move(event.key)) {
      if (!act) return;
      act(active);
    }
    event.preventDefault();
  };
  return (
    <div ref={scroller} class="scroller" role="list" aria-label={label} onKeyDown={onKeyDown}>
      <div class="virtual" style={{ height: `${height}px` }} role="presentation">
        {items.map(({ index, lane, start }) => (
          <div
            key={index}
            role="listitem"
            aria-posinset={index + 1}
            aria-setsize={count}
            tabIndex={index === active ? 0 : -1}
            onFocus={() => setActive(index)}
            onClick={() => onOpen?.(index)}
            style={boxOf(lane, start)}
          >
            {render(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
