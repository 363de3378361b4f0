import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { dollars } from '../../parts/figures/in-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { moneyColumn } from '../../parts/table/money-column.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { amountsByDay, groupUsage } from './group-usage.ts';
import type { UsageGroup } from './group-usage.ts';

interface ByDayProps {
  readonly records: readonly UsageRecord[];
  /** That are looked at. */
  readonly days: readonly string[];
}

/** What was charged on each day, as bars and as a table. */
export function ByDay({ records, days: asked }: ByDayProps) {
  const days = amountsByDay(records, asked);
  const charged = groupUsage(records, 'day');
  const dearest = charged.reduce((most, day) =>
    day.amountMicros > most.amountMicros ? day : most,
  );
  // A label a week, or a few where there are more days than that leaves room for.
  const every = Math.max(7, Math.ceil(days.length / 6));
  const bars = days.map(({ day, amountMicros }, at) => ({
    name: day,
    label: at % every === 0 ? labelOf(day, days.length) : '',
    value: amountMicros,
  }));
  const title =
    `Charged by day: on ${charged.length} of ${days.length} days, ` +
    `most on ${dearest.name} (${dollars(dearest.amountMicros)}).`;
  return (
    <Panel title="By day">
      <div class="stack">
        <BarChart title={title} bars={bars} format={dollars} />
        <details>
          <summary>As a table</summary>
          <DataTable
            label="Charged by day"
            rows={charged}
            keyOf={({ name }) => name}
            columns={[
              { name: 'Day', cell: ({ name }) => name },
              { name: 'Jobs', cell: ({ jobs }) => jobs, isNumber: true },
              moneyColumn<UsageGroup>('Amount', ({ amountMicros }) => amountMicros),
            ]}
          />
        </details>
      </div>
    </Panel>
  );
}

/** `15`, where months follow each other `Nov 15`. */
function labelOf(day: string, days: number): string {
  if (days <= 31) return String(Number(day.slice(8)));
  const date = new Date(`${day}T00:00:00Z`);
  return date.toLocaleDateString('en', { month: 'short', day: 'numeric', timeZone: 'UTC' });
}
