import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { sortRows } from './sort-rows.ts';
import type { SortOrder } from './sort-rows.ts';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What the column is sorted by, where the table holds all rows; absent: it cannot be. */
  readonly sortBy?: (row: Row) => string | number | undefined;
  /** Figures stand at the right. */
  readonly isNumber?: boolean;
  /** Sentences: they keep a width to be read in, and a narrow screen scrolls. */
  readonly isProse?: boolean;
  /** Below the columns, such as a sum. */
  readonly foot?: ComponentChildren;
}

interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Which column is sorted first, and how; absent: as they come. */
  readonly order?: SortOrder;
  /** True: it scrolls by itself, below its header. */
  readonly isTall?: boolean;
}

/** A table that scrolls sideways by itself where it is wider than the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, order: first, isTall = false } = props;
  const [order, setOrder] = useState(first);
  const sorted = sortRows(rows, columns.find(({ name }) => name === order?.column)?.sortBy, order);
  const hasFoot = columns.some(({ foot }) => foot !== undefined);
  return (
    <div class={`table ${isTall ? 'tall' : ''}`} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.name} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={keyOf(row)}>{columns.map((column, at) => bodyCell(column, row, at))}</tr>
          ))}
        </tbody>
        {hasFoot && (
          <tfoot>
            <tr>
              {columns.map(({ name, foot, isNumber }) => (
                <td key={name} class={isNumber ? 'number' : ''}>
                  {foot}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly order: SortOrder | undefined;
  readonly onOrder: (order: SortOrder) => void;
}

function HeaderCell<Row>({ column, order, onOrder }: HeaderCellProps<Row>) {
  const { name, sortBy, isNumber } = column;
  const isSorted = order?.column === name;
  const isDown = isSorted && order.isDescending;
  const direction = isDown ? 'descending' : 'ascending';
  return (
    <th scope="col" class={isNumber ? 'number' : ''} aria-sort={isSorted ? direction : undefined}>
      {sortBy ? (
        <button
          type="button"
          class="link"
          onClick={() =>
            onOrder({ column: name, isDescending: isSorted ? !isDown : isNumber === true })
          }
        >
          {name}
          <span aria-hidden="true">{isSorted ? (isDown ? '↓' : '↑') : '↕'}</span>
        </button>
      ) : (
        name
      )}
    </th>
  );
}

function bodyCell<Row>({ name, cell, isNumber, isProse }: Column<Row>, row: Row, at: number) {
  const className = isNumber ? 'number' : isProse ? 'prose' : '';
  return at === 0 ? (
    <th key={name} scope="row" class={className}>
      {cell(row)}
    </th>
  ) : (
    <td key={name} class={className}>
      {cell(row)}
    </td>
  );
}
