import type { Invoice as WireInvoice, InvoiceLine } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { Duration } from '../../../parts/figures/figures.tsx';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { moneyColumn } from '../../../parts/table/money-column.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import { Pager } from '../../../parts/table/pager.tsx';
import { usePrinting } from '../../../parts/use-printing.ts';
import { addressWith, useQueryState } from '../../../parts/use-query-state.ts';

const perPage = 100;

interface InvoiceLinesProps {
  readonly invoice: WireInvoice;
  /** False: another tenant's, whose models cannot be looked at. */
  readonly isOwn: boolean;
}

/** The lines that the total is the sum of, a page at a time; all are printed. */
export function InvoiceLines({ invoice, isOwn }: InvoiceLinesProps) {
  const { lines, totalMicros } = invoice;
  const page = Math.max(1, Number(useQueryState('page', '1')[0]) || 1);
  const isPrinting = usePrinting();
  const first = (page - 1) * perPage;
  const shown = isPrinting ? lines : lines.slice(first, first + perPage);
  const keyed = shown.map((line, at) => ({ line, key: String(first + at) }));
  return (
    <Panel
      title="Lines"
      text={`${count(lines.length, 'line')}, each rounded once; the total is exactly their sum.`}
    >
      <DataTable
        label="Lines of the invoice"
        rows={keyed}
        keyOf={({ key }) => key}
        columns={columnsOf(totalMicros, isOwn)}
      />
      {lines.length > perPage && (
        <Pager
          page={page}
          hasNext={first + perPage < lines.length}
          hrefOf={(to) => addressWith({ page: to === 1 ? '' : String(to) })}
          text={`${grouped(first + 1)} to ${grouped(first + shown.length)} of ${grouped(lines.length)}`}
        />
      )}
    </Panel>
  );
}

interface Row {
  readonly line: InvoiceLine;
  readonly key: string;
}

function columnsOf(totalMicros: number, isOwn: boolean): readonly Column<Row>[] {
  return [
    { name: 'What', cell: ({ line }) => <What line={line} isOwn={isOwn} />, foot: 'Total' },
    { name: 'Settled', cell: ({ line }) => line.at?.slice(0, 10) ?? '–' },
    { name: 'Instance type', cell: ({ line }) => line.instanceType ?? '–' },
    {
      name: 'Charged time',
      cell: ({ line }) => <Duration seconds={line.seconds} />,
      isNumber: true,
    },
    moneyColumn('Per hour', ({ line }) => (line.kind === 'usage' ? line.microsPerHour : undefined)),
    moneyColumn('Amount', ({ line }) => line.amountMicros, {
      of: totalMicros,
      isExact: true,
    }),
  ];
}

function What({ line, isOwn }: { line: InvoiceLine; isOwn: boolean }) {
  const { description, appId, modelId, versionId } = line;
  if (!isOwn || appId === undefined || modelId === undefined) return <>{description}</>;
  const query = versionId === undefined ? {} : { version: versionId };
  return <a href={addresses.model(appId, modelId, 'train', query)}>{description}</a>;
}
