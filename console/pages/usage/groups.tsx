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

interface GroupsProps {
  readonly records: readonly UsageRecord[];
  /** False: another tenant's, whose models cannot be looked at. */
  readonly isOwn: boolean;
}

/** The usage by model, app, kind of job, template or day. */
export function Groups({ records, isOwn }: GroupsProps) {
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
        columns={columnsOf(grouping, groups, isOwn)}
      />
    </Panel>
  );
}

/** Of those groups of which it is known; undefined: of none. */
function sum(
  groups: readonly UsageGroup[],
  pick: (group: UsageGroup) => number | undefined,
): number | undefined {
  const known = groups.flatMap((group) => pick(group) ?? []);
  return known.length === 0 ? undefined : known.reduce((total, each) => total + each, 0);
}

function money(
  name: string,
  pick: (group: UsageGroup) => number | undefined,
  groups: readonly UsageGroup[],
): Column<UsageGroup> {
  return { ...moneyColumn(name, pick, { of: sum(groups, pick) }), sortBy: pick };
}

function columnsOf(
  grouping: Grouping,
  groups: readonly UsageGroup[],
  isOwn: boolean,
): Column<UsageGroup>[] {
  const total = sum(groups, ({ amountMicros }) => amountMicros) ?? 0;
  const share = ({ amountMicros }: UsageGroup) => (total === 0 ? 0 : (amountMicros / total) * 100);
  return [
    {
      name: headers[grouping],
      cell: (group) => (isOwn ? nameCell(grouping, group) : group.name),
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
    money('Quoted', ({ quotedMicros }) => quotedMicros, groups),
    money('AWS’s cost', ({ costs }) => costs.costMicros, groups),
    money('Charged', ({ amountMicros }) => amountMicros, groups),
    money('Margin', ({ costs }) => costs.marginMicros, groups),
  ];
}

function nameCell(grouping: Grouping, { name, first }: UsageGroup) {
  if (grouping === 'model') return <a href={addresses.model(first.appId, first.modelId)}>{name}</a>;
  if (grouping === 'app') return <a href={addresses.models(first.appId)}>{name}</a>;
  return name;
}
