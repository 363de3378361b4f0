import type { UsageSummaryGroup } from '../../api/billing-wire.ts';
import { addresses } from '../../addresses.ts';
import { useBilling } from '../../api/billing-calls.ts';
import { Duration } from '../../parts/figures/figures.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Problem } from '../../parts/states.tsx';
import { moneyColumn } from '../../parts/table/money-column.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { daysOf } from './range.ts';
import type { Range } from './range.ts';

/** For operators: what every tenant was charged, and what AWS charged for it. */
export function ByTenant({ range }: { range: Range }) {
  const days = daysOf(range);
  const { data, error } = useBilling('GetUsageSummary', {
    ...{ group_by: 'tenant', from: days[0], to: days.at(-1) },
  });
  if (error) return <Problem error={error} title="No summary of the tenants" />;
  if (!data || data.groups.length < 2) return null;
  return (
    <Panel title="By tenant" text={`Settled from ${days[0]} to ${days.at(-1)}.`}>
      <DataTable
        label="Charged by tenant"
        rows={data.groups}
        keyOf={({ tenantId }) => tenantId ?? ''}
        columns={columns}
      />
    </Panel>
  );
}

const columns: readonly Column<UsageSummaryGroup>[] = [
  {
    name: 'Tenant',
    cell: ({ tenantId = '' }) => <a href={addresses.usage({ tenant: tenantId })}>{tenantId}</a>,
  },
  { name: 'Jobs', cell: ({ jobs }) => jobs, isNumber: true },
  { name: 'Charged time', cell: ({ seconds }) => <Duration seconds={seconds} />, isNumber: true },
  moneyColumn('Quoted', ({ quotedMicros }) => quotedMicros),
  moneyColumn('AWS’s cost', ({ costMicros }) => costMicros),
  moneyColumn('Charged', ({ amountMicros }) => amountMicros),
  moneyColumn('Margin', ({ amountMicros, costMicros }) => amountMicros - costMicros),
];
