import { padded, safeText, widthOf } from './safe-text.ts';

/** Columns side by side: the first left, numbers right. */
export function alignedColumns(rows: readonly (readonly string[])[]): string[] {
  const safe = rows.map((row) => row.map(safeText));
  const widths = safe.reduce<number[]>(
    (all, row) => row.map((cell, at) => Math.max(all[at] ?? 0, widthOf(cell))),
    [],
  );
  return safe.map((row) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0, at === 0 ? 'left' : 'right'))
      .join('  ')
      .trimEnd(),
  );
}
