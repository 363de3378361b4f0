import { extendTo, focusOn, selectAll, selectNone, toggle } from './selection.ts';
import type { Selection } from './selection.ts';

export interface GridKey {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Control, or Command on a Mac. */
  readonly isControl: boolean;
}

export interface GridShape {
  readonly count: number;
  readonly columns: number;
  /** Rows in sight: how far Page Down goes. */
  readonly rows: number;
}

/**
 * What a key makes of a selection, by the grid pattern of ARIA: arrows, Home, End, Page Up and Page
 * Down go on, with shift they extend; space selects one, control and A all, Escape none.
 * @returns undefined where the key is none of the grid's
 */
export function afterKey(
  selection: Selection,
  { key, shiftKey, isControl }: GridKey,
  shape: GridShape,
): Selection | undefined {
  if (isControl && key.toLowerCase() === 'a') return selectAll(selection, shape.count);
  if (key === 'Escape') return selectNone(selection);
  if (key === ' ')
    return shiftKey ? extendTo(selection, selection.focus) : toggle(selection, selection.focus);
  const to = placeAfter(selection.focus, key, shape, isControl);
  if (to === undefined) return undefined;
  return shiftKey ? extendTo(selection, to) : focusOn(selection, to);
}

function placeAfter(
  from: number,
  key: string,
  { count, columns, rows }: GridShape,
  isControl: boolean,
): number | undefined {
  const row = from - (from % columns);
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - columns,
    ArrowDown: from + columns,
    PageUp: from - columns * rows,
    PageDown: from + columns * rows,
    Home: isControl ? 0 : row,
    End: isControl ? count - 1 : row + columns - 1,
  };
  const to = places[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
