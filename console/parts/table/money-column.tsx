import { Money } from '../figures/figures.tsx';
import type { Column } from './data-table.tsx';

/**
 * A column of amounts in micro-dollars; what is not known is a dash.
 * @param total below the column, `of` undefined where it is not known; absent: none
 */
export function moneyColumn<Row>(
  name: string,
  pick: (row: Row) => number | undefined,
  total?: { readonly of: number | undefined },
): Column<Row> {
  return {
    name,
    cell: (row) => <Money micros={pick(row)} />,
    isNumber: true,
    ...(total === undefined ? {} : { foot: <Money micros={total.of} /> }),
  };
}
