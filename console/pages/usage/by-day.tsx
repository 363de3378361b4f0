import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { Money } from '../../parts/figures/figures.tsx';
import { dollars } from '../../parts/figures/in-words.ts';
import { Panel } from '../../parts/panel.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { amountsByDay, groupUsage } from './group-usage.ts';

/** What was charged on each day of the month, as bars and as a table. */
export function ByDay({ records, period }: { records: readonly UsageRecord[]; period: string }) {
  const days = amountsByDay(records, period);
  const charged = groupUsage(records, 'day');
  const dearest = charged.reduce((most, day) =>
    day.amountMicros > most.amountMicros ? day : most,
  );
  const bars = days.map(({ day, amountMicros }, at) => ({
    name: day,
    label: at % 7 === 0 ? String(Number(day.slice(8))) : '',
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
              {
                name: 'Amount',
                cell: ({ amountMicros }) => <Money micros={amountMicros} />,
                isNumber: true,
              },
            ]}
          />
        </details>
      </div>
    </Panel>
  );
}
