import { useState } from 'preact/hooks';
import type { InvoiceSummary } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useCall } from '../../../api/use-call.ts';
import { AsIf } from '../../../parts/figures/as-if.tsx';
import { Money } from '../../../parts/figures/figures.tsx';
import { monthName } from '../../../parts/figures/months.ts';
import { PageHeader } from '../../../parts/page-header.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { moneyColumn } from '../../../parts/table/money-column.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import { TenantChoice, useTenant } from '../tenant.tsx';
import { creditedMicros, tones } from './invoice-words.ts';
import { IssueDialog } from './issue-dialog.tsx';

/** Every invoice, the draft of the running month first. */
export function Invoices() {
  const tenant = useTenant();
  const [isIssuing, setIssuing] = useState(false);
  const { data, error, refetch } = useCall('ListInvoices', { user_id: tenant.id });
  const actions = tenant.isOperator && (
    <button type="button" class="primary" onClick={() => setIssuing(true)}>
      Issue an invoice
    </button>
  );
  return (
    <>
      <PageHeader title="Invoices" actions={actions}>
        What is owed, by month in UTC. Last month’s is issued on the 3rd; the running month is a
        draft, which still changes.
      </PageHeader>
      <div class="stack">
        <TenantChoice />
        <AsIf on={data?.invoices[0]?.asIfOn} />
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading what="invoices" />}
        {data && (
          <Panel title={tenant.isOwn ? 'Invoices' : `Invoices of ${tenant.id}`}>
            <DataTable
              label="Invoices"
              rows={data.invoices}
              keyOf={({ id }) => id}
              columns={columnsFor(tenant.isOwn ? undefined : tenant.id)}
            />
          </Panel>
        )}
      </div>
      {isIssuing && <IssueDialog tenant={tenant.id} onClose={() => setIssuing(false)} />}
    </>
  );
}

/** @param tenant another one than who is signed in */
function columnsFor(tenant: string | undefined): readonly Column<InvoiceSummary>[] {
  return [
    {
      name: 'Invoice',
      cell: ({ id, status, period }) => (
        <a href={addresses.invoice(id, { tenant })}>
          {status === 'draft' ? `Draft of ${monthName(period)}` : id}
        </a>
      ),
    },
    { name: 'Month', cell: ({ period }) => monthName(period) },
    {
      name: 'Status',
      cell: ({ status }) => <StatusBadge status={status} tone={tones[status] ?? 'neutral'} />,
    },
    { name: 'Issued', cell: ({ issuedAt }) => issuedAt?.slice(0, 10) ?? '–' },
    moneyColumn('Total', ({ totalMicros }) => totalMicros, { isExact: true }),
    moneyColumn('Credited', creditedMicros, { isExact: true }),
    {
      name: 'Due',
      cell: (invoice) =>
        invoice.status === 'draft' ? 'not yet' : <Money micros={invoice.dueMicros} isExact />,
      isNumber: true,
    },
  ];
}
