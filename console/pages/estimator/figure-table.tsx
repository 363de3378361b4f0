import type { ComponentChildren } from 'preact';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';

type Row = readonly ComponentChildren[];

interface FigureTableProps {
  readonly title: string;
  readonly text: string;
  /** Names of the columns: the first names the row, the others are figures. */
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

/** A panel with a table of figures. */
export function FigureTable({ title, text, head, rows }: FigureTableProps) {
  return (
    <Panel title={title} text={text}>
      <DataTable
        label={title}
        rows={rows}
        keyOf={([name]) => String(name)}
        columns={head.map((name, at) => ({ name, cell: (row: Row) => row[at], isNumber: at > 0 }))}
      />
    </Panel>
  );
}
