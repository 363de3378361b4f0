import { entryIds } from '../../../../core/billing/ledger/entry.ts';
import type { CreditNote } from '../../../../core/api/wire/messages.ts';
import type { Invoice as WireInvoice } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useCall } from '../../../api/use-call.ts';
import { AsIf } from '../../../parts/figures/as-if.tsx';
import { Flash } from '../../../parts/flash.tsx';
import { Money } from '../../../parts/figures/figures.tsx';
import { count, duration, exactDollars } from '../../../parts/figures/in-words.ts';
import { monthName } from '../../../parts/figures/months.ts';
import { KeyValues } from '../../../parts/key-values.tsx';
import { PageHeader } from '../../../parts/page-header.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Loading, Problem } from '../../../parts/states.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { moneyColumn } from '../../../parts/table/money-column.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { tenantQuery, useTenant } from '../tenant.tsx';
import type { Tenant } from '../tenant.tsx';
import { InvoiceActions } from './invoice-actions.tsx';
import { InvoiceLines } from './invoice-lines.tsx';
import { creditedMicros, tones } from './invoice-words.ts';

/** One invoice: its lines, what they come to, what was given back, and where it stands. */
export function Invoice({ invoice: id }: { readonly invoice: string }) {
  const tenant = useTenant();
  const { data, error, refetch } = useCall('GetInvoice', {
    ...{ user_id: tenant.id, invoice_id: id },
  });
  const invoice = data?.invoice;
  const title = titleOf(id, invoice);
  return (
    <>
      <PageHeader
        title={title}
        actions={invoice && <InvoiceActions invoice={invoice} tenant={tenant} />}
      >
        <a class="no-print" href={addresses.invoices(tenantQuery(tenant))}>
          All invoices
        </a>
      </PageHeader>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!invoice && !error && <Loading what="the invoice" lines={8} />}
      {invoice && <Whole invoice={invoice} tenant={tenant} />}
    </>
  );
}

function titleOf(id: string, invoice: WireInvoice | undefined): string {
  if (!invoice) return `Invoice ${id}`;
  const month = monthName(invoice.period);
  return invoice.status === 'draft' ? `Draft invoice, ${month}` : `Invoice ${id}, ${month}`;
}

interface OfTenant {
  readonly invoice: WireInvoice;
  readonly tenant: Tenant;
}

function Whole({ invoice, tenant }: OfTenant) {
  return (
    <div class="stack">
      {invoice.status === 'draft' && (
        <Flash tone="info">
          A draft: it has what was charged so far, and nothing is owed yet. It is issued on the 3rd
          of the next month.
        </Flash>
      )}
      <AsIf on={invoice.asIfOn} />
      {invoice.status === 'void' && (
        <Flash tone="warn">This invoice is void: nothing of it is owed.</Flash>
      )}
      <Summary invoice={invoice} tenant={tenant} />
      <InvoiceLines invoice={invoice} isOwn={tenant.isOwn} />
      {invoice.creditNotes.length > 0 && <CreditNotes invoice={invoice} />}
    </div>
  );
}

function Summary({ invoice, tenant }: OfTenant) {
  const { id, userId, status, totalMicros, lines, issuedAt, paidAt, voidedAt } = invoice;
  const jobs = lines.filter(({ kind }) => kind === 'usage');
  const seconds = jobs.reduce((sum, line) => sum + line.seconds, 0);
  const credited = creditedMicros(invoice);
  const items = [
    {
      name: 'Total',
      value: <strong class="large">{exactDollars(totalMicros)}</strong>,
      hint: `${count(jobs.length, 'job')}, ${duration(seconds)} charged`,
    },
    ...(credited > 0 ? [{ name: 'Credited', value: <Money micros={credited} isExact /> }] : []),
    {
      name: 'Due',
      value: status === 'draft' ? 'not yet' : <Money micros={invoice.dueMicros} isExact />,
    },
    { name: 'Status', value: <StatusBadge status={status} tone={tones[status] ?? 'neutral'} /> },
    { name: 'Billed to', value: userId },
    ...dates({ Issued: issuedAt, Paid: paidAt, Voided: voidedAt }),
    ...(status === 'draft'
      ? []
      : [{ name: 'In the ledger', value: <EntryLink id={id} tenant={tenant} /> }]),
  ];
  return (
    <Panel title="Summary">
      <div class="stack">
        <KeyValues items={items} />
        <p class="hint">
          SHA-256 of the lines, which <code>deeptune verify</code> recomputes from the usage
          records: <code>{invoice.linesHash}</code>
        </p>
      </div>
    </Panel>
  );
}

/** Days in UTC, as on paper: how long ago it was changes with whoever reads it. */
function dates(known: Readonly<Record<string, string | undefined>>) {
  return Object.entries(known)
    .filter(([, at]) => at !== undefined)
    .map(([name, at]) => ({ name, value: at?.slice(0, 10) }));
}

function EntryLink({ id, tenant }: { id: string; tenant: Tenant }) {
  const entry = entryIds.invoice(id);
  return <a href={addresses.ledger({ entry, ...tenantQuery(tenant) })}>{entry}</a>;
}

function CreditNotes({ invoice: { creditNotes } }: { invoice: WireInvoice }) {
  return (
    <Panel title="Credit notes" text="What was given back; the invoice itself never changes.">
      <DataTable
        label="Credit notes"
        rows={creditNotes}
        keyOf={({ id }) => id}
        columns={[
          { name: 'Credit note', cell: ({ id }) => id },
          { name: 'Reason', cell: ({ reason }) => reason },
          { name: 'Made', cell: ({ createdAt }) => createdAt.slice(0, 10) },
          moneyColumn<CreditNote>('Amount', ({ amountMicros }) => -amountMicros, {
            isExact: true,
          }),
        ]}
      />
    </Panel>
  );
}
