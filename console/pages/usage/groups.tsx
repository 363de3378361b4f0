import { useMemo } from 'preact/hooks';
import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Duration } from '../../parts/figures/figures.tsx';
import { Panel } from '../../parts/panel.tsx';
import { moneyColumn } from '../../parts/table/money-column.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { groupUsage, groupings } from './group-usage.ts';
import type { Grouping, UsageGroup } from './group-usage.ts';

const headers: Readonly<Record<Grouping, string>> = {
  model: 'Model',
  app: 'App',
  kind: 'Kind of job',
  template: 'Template',
  day: 'Day',
};

/** The month by model, app, kind of job, template or day. */
export function Groups({ records }: { records: readonly UsageRecord[] }) {
  const [asked, setGrouping] = useQueryState('by', groupings[0]);
  const grouping = groupings.find((known) => known === asked) ?? groupings[0];
  const groups = useMemo(() => groupUsage(records, grouping), [records, grouping]);
  const choose = (
    <label class="no-print">
      By{' '}
      <select
        value={grouping}
        onChange={({ currentTarget }) => setGrouping(currentTarget.value, true)}
      >
        {groupings.map((each) => (
          <option key={each} value={each}>
            {headers[each].toLowerCase()}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Panel title={`By ${headers[grouping].toLowerCase()}`} actions={choose}>
      <DataTable
        key={grouping}
        label={`Charged by ${headers[grouping].toLowerCase()}`}
        rows={groups}
        keyOf={({ name }) => name}
        columns={columnsOf(grouping, groups)}
      />
    </Panel>
  );
}

function sum(groups: readonly UsageGroup[], pick: (group: UsageGroup) => number): number {
  return groups.reduce((total, group) => total + pick(group), 0);
}

function money(
  name: string,
  pick: (group: UsageGroup) => number,
  total: number,
): Column<UsageGroup> {
  return { ...moneyColumn(name, pick, total), sortBy: pick };
}

function columnsOf(grouping: Grouping, groups: readonly UsageGroup[]): Column<UsageGroup>[] {
  const total = sum(groups, ({ amountMicros }) => amountMicros);
  const share = ({ amountMicros }: UsageGroup) => (total === 0 ? 0 : (amountMicros / total) * 100);
  return [
    {
      name: headers[grouping],
      cell: (group) => nameCell(grouping, group),
      sortBy: ({ name }) => name,
    },
    { name: 'Jobs', cell: ({ jobs }) => jobs, sortBy: ({ jobs }) => jobs, isNumber: true },
    {
      name: 'Charged time',
      cell: ({ billableSeconds }) => <Duration seconds={billableSeconds} />,
      sortBy: ({ billableSeconds }) => billableSeconds,
      isNumber: true,
    },
    {
      name: 'Share',
      cell: (group) => `${share(group).toFixed(1)} %`,
      sortBy: share,
      isNumber: true,
    },
    money(
      'Quoted',
      ({ quotedMicros }) => quotedMicros,
      sum(groups, (each) => each.quotedMicros),
    ),
    money(
      'AWS’s cost',
      ({ costs }) => costs.costMicros,
      sum(groups, (each) => each.costs.costMicros),
    ),
    money('Charged', ({ amountMicros }) => amountMicros, total),
    money(
      'Margin',
      ({ costs }) => costs.marginMicros,
      sum(groups, (each) => each.costs.marginMicros),
    ),
  ];
}

function nameCell(grouping: Grouping, { name, first }: UsageGroup) {
  if (grouping === 'model') return <a href={addresses.model(first.appId, first.modelId)}>{name}</a>;
  if (grouping === 'app') return <a href={addresses.models(first.appId)}>{name}</a>;
  return name;
}
