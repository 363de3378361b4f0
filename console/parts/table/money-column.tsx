import { Money } from '../figures/figures.tsx';
import type { Column } from './data-table.tsx';

interface MoneyColumnOptions {
  /** What stands below the column, undefined where it is not known; absent: nothing does. */
  readonly of?: number | undefined;
  /** With all six places: the column adds up as it is read. */
  readonly isExact?: boolean;
}

/** A column of amounts in micro-dollars; what is not known is a dash. */
export function moneyColumn<Row>(
  name: string,
  pick: (row: Row) => number | undefined,
  { isExact = false, ...total }: MoneyColumnOptions = {},
): Column<Row> {
  return {
    name,
    cell: (row) => <Money micros={pick(row)} isExact={isExact} />,
    isNumber: true,
    ...('of' in total ? { foot: <Money micros={total.of} isExact={isExact} /> } : {}),
  };
}
