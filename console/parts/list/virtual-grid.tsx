import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { afterKey } from './grid-keys.ts';
import { extendTo, isSelected, selectOnly, toggle } from './selection.ts';
import type { Selection } from './selection.ts';
import type { ItemInSight } from './sight.ts';
import { useVirtual } from './use-virtual.ts';

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
}

/**
 * Cells of one size in rows, of which those in sight alone are in the page: a list of 100,000 costs
 * what one of 100 does. Keys and the mouse select as they do in folders of files.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { count, minCellWidth, cellHeight, selection, onSelect, onSight } = props;
  const [columns, setColumns] = useState(1);
  const rowCount = Math.ceil(count / columns);
  const rows = useVirtual({ count: rowCount, itemHeight: cellHeight });
  const { scroller, items } = rows;
  useWidth(scroller, (width) => setColumns(Math.max(1, Math.floor(width / minCellWidth))));
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (count > 0) onSight?.(first * columns, Math.min(count, (last + 1) * columns) - 1);
  }, [first, last, columns, count, onSight]);
  const hasFocus = useFollowedFocus(scroller, selection.focus, () =>
    rows.scrollTo(Math.floor(selection.focus / columns)),
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
      class="scroller virtual-grid"
      role="grid"
      aria-label={props.label}
      aria-multiselectable
      aria-rowcount={rowCount}
      aria-colcount={columns}
      onKeyDown={onKeyDown}
    >
      <div class="virtual" role="rowgroup" style={{ height: `${rows.height}px` }}>
        {items.map((row) => (
          <GridRow key={row.index} {...props} row={row} columns={columns} />
        ))}
      </div>
    </div>
  );
}

interface GridRowProps extends VirtualGridProps {
  readonly row: ItemInSight;
  readonly columns: number;
}

function GridRow({ row, columns, ...grid }: GridRowProps) {
  const from = row.index * columns;
  const shown = Array.from({ length: Math.min(columns, grid.count - from) }, (_, at) => from + at);
  const style = {
    transform: `translateY(${row.start}px)`,
    height: `${grid.cellHeight}px`,
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
      onClick={select}
      onDblClick={() => grid.onOpen(index)}
    >
      {grid.cellOf(index)}
    </div>
  );
}

function useWidth(
  element: { readonly current: HTMLElement | null },
  onWidth: (width: number) => void,
): void {
  useLayoutEffect(() => {
    const observed = element.current;
    if (!observed) return undefined;
    onWidth(observed.clientWidth);
    const observer = new ResizeObserver(() => onWidth(observed.clientWidth));
    observer.observe(observed);
    return () => observer.disconnect();
  }, []);
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
