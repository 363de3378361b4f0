import type { UsageGroup } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { useCall } from '../../api/use-call.ts';
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
  const [from = '', to = from] = [days[0], days.at(-1)];
  const { data, error } = useCall('GetUsageSummary', {
    ...{ group_by: ['tenant'], all_tenants: true, from, to },
  });
  if (error) return <Problem error={error} title="No summary of the tenants" />;
  const { groups = [], total } = data?.usage_summary ?? {};
  if (groups.length < 2) return null;
  const asIf = total!.asIfCostMicros > 0 ? ' The cost is as if on AWS: nothing is paid.' : '';
  return (
    <Panel title="By tenant" text={`Settled from ${from} to ${to}.${asIf}`}>
      <DataTable
        label="Charged by tenant"
        rows={groups}
        keyOf={({ userId }) => userId ?? ''}
        columns={columns}
      />
    </Panel>
  );
}

const columns: readonly Column<UsageGroup>[] = [
  {
    name: 'Tenant',
    cell: ({ userId = '' }) => <a href={addresses.usage({ tenant: userId })}>{userId}</a>,
  },
  { name: 'Jobs', cell: ({ jobs }) => jobs, isNumber: true },
  { name: 'Charged time', cell: ({ seconds }) => <Duration seconds={seconds} />, isNumber: true },
  moneyColumn('Quoted', ({ quotedMicros }) => quotedMicros),
  moneyColumn('AWS’s cost', ({ costMicros, asIfCostMicros }) => costMicros + asIfCostMicros),
  moneyColumn('Charged', ({ amountMicros }) => amountMicros),
  moneyColumn('Margin', ({ amountMicros, marginMicros, asIfCostMicros }) =>
    asIfCostMicros > 0 ? amountMicros - asIfCostMicros : marginMicros,
  ),
];
