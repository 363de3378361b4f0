import {
  Virtualizer,
  elementScroll,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core';
import type { VirtualItem } from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { afterKey } from './grid-keys.ts';
import { extendTo, isSelected, selectOnly, toggle } from './selection.ts';
import type { Selection } from './selection.ts';

export interface VirtualGridProps {
  /** What the items are, for screen readers. */
  readonly label: string;
  readonly count: number;
  /** CSS pixels: as many columns as there is room for. */
  readonly minCellWidth: number;
  readonly cellHeight: number;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  /** Enter, or a double click. */
  readonly onOpen: (index: number) => void;
  /** Which items are in sight now, ends included; told again as that changes. */
  readonly onSight?: (first: number, last: number) => void;
  /** What an item shows: drawn while it is in sight. */
  readonly cellOf: (index: number) => ComponentChildren;
  /** An item in words, for screen readers. */
  readonly nameOf: (index: number) => string;
}

/**
 * Cells of one size in rows, of which those in sight alone are in the page: a list of 100,000 costs
 * what one of 100 does. Keys and the mouse select as they do in folders of files.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { count, minCellWidth, cellHeight, selection, onSelect, onSight } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const columns = Math.max(1, Math.floor(useWidth(scroller) / minCellWidth));
  const rowCount = Math.ceil(count / columns);
  const rows = useRows(scroller, rowCount, cellHeight);
  const items = rows.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (count > 0) onSight?.(first * columns, Math.min(count, (last + 1) * columns) - 1);
  }, [first, last, columns, count, onSight]);
  const hasFocus = useFollowedFocus(scroller, selection.focus, () =>
    rows.scrollToIndex(Math.floor(selection.focus / columns)),
  );
  const shape = {
    count,
    columns,
    rows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / cellHeight)),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') props.onOpen(selection.focus);
    const { key, shiftKey, ctrlKey, metaKey } = event;
    const next = afterKey(selection, { key, shiftKey, isControl: ctrlKey || metaKey }, shape);
    if (!next) return;
    event.preventDefault();
    hasFocus.current = true;
    onSelect(next);
  };
  return (
    <div
      ref={scroller}
      class="virtual-grid"
      role="grid"
      aria-label={props.label}
      aria-multiselectable
      aria-rowcount={rowCount}
      aria-colcount={columns}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup" style={{ height: `${rows.getTotalSize()}px` }}>
        {items.map((row) => (
          <GridRow key={row.key} {...props} row={row} columns={columns} />
        ))}
      </div>
    </div>
  );
}

interface GridRowProps extends VirtualGridProps {
  readonly row: VirtualItem;
  readonly columns: number;
}

function GridRow({ row, columns, ...grid }: GridRowProps) {
  const from = row.index * columns;
  const shown = Array.from({ length: Math.min(columns, grid.count - from) }, (_, at) => from + at);
  const style = {
    transform: `translateY(${row.start}px)`,
    height: `${row.size}px`,
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
  };
  return (
    <div class="grid-row" role="row" aria-rowindex={row.index + 1} style={style}>
      {shown.map((index) => (
        <GridCell key={index} {...grid} index={index} column={index - from + 1} />
      ))}
    </div>
  );
}

interface GridCellProps extends VirtualGridProps {
  readonly index: number;
  readonly column: number;
}

function GridCell({ index, column, selection, onSelect, ...grid }: GridCellProps) {
  const isIn = isSelected(selection, index);
  const select = ({ shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    if (shiftKey) onSelect(extendTo(selection, index));
    else onSelect(ctrlKey || metaKey ? toggle(selection, index) : selectOnly(index));
  };
  return (
    <div
      role="gridcell"
      class="grid-cell"
      data-index={index}
      tabIndex={index === selection.focus ? 0 : -1}
      aria-colindex={column}
      aria-selected={isIn}
      aria-label={grid.nameOf(index)}
      onClick={select}
      onDblClick={() => grid.onOpen(index)}
    >
      {grid.cellOf(index)}
    </div>
  );
}

/** The rows in sight of an element that scrolls. */
function useRows(
  scroller: { readonly current: HTMLDivElement | null },
  count: number,
  cellHeight: number,
): Virtualizer<HTMLDivElement, HTMLDivElement> {
  const [, redraw] = useReducer<number, unknown>((times) => times + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => cellHeight,
    overscan: 2,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: redraw,
  };
  const [rows] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  rows.setOptions(options);
  useLayoutEffect(() => rows._didMount(), []);
  useLayoutEffect(() => rows._willUpdate());
  useLayoutEffect(() => rows.measure(), [cellHeight]);
  return rows;
}

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observed = element.current;
    if (!observed) return undefined;
    setWidth(observed.clientWidth);
    const observer = new ResizeObserver(() => setWidth(observed.clientWidth));
    observer.observe(observed);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** Where keys moved the focus, the browser's follows, once the item is in the page. */
function useFollowedFocus(
  scroller: { readonly current: HTMLElement | null },
  index: number,
  show: () => void,
): { current: boolean } {
  const hasFocus = useRef(false);
  useEffect(() => {
    if (!hasFocus.current) return;
    hasFocus.current = false;
    show();
    requestAnimationFrame(() => focusCell(scroller.current, index, 10));
  }, [index]);
  return hasFocus;
}

/** A row that has to come into sight first is there some frames later. */
function focusCell(grid: HTMLElement | null, index: number, frames: number): void {
  const cell = grid?.querySelector<HTMLElement>(`[data-index="${index}"]`);
  if (cell) cell.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusCell(grid, index, frames - 1));
}
