import type { JsonObject } from '../../../../core/json.ts';
import { change, count, figure } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { RetentionRow } from '../figures/retention.ts';
import { retentionOf } from '../figures/retention.ts';

/** Of an incremental training: what it kept of what its parent knew, and what it learnt. */
export function Retained({ metrics }: { metrics: JsonObject }) {
  const retention = retentionOf(metrics);
  if (!retention) return null;
  const { isByConcept, rows, negativeFlipPercent } = retention;
  const flips =
    negativeFlipPercent === undefined
      ? ''
      : ` ${negativeFlipPercent.toFixed(1)} % of those that both can answer were right before and are wrong now.`;
  return (
    <Panel
      title="Beside its parent"
      text={`Both versions answered the same held-out inputs.${flips}`}
    >
      <DataTable
        label="Beside its parent"
        rows={rows}
        keyOf={({ part, key }) => `${part} ${key}`}
        columns={[
          {
            name: 'Held out of',
            cell: (row) => (
              <>
                {row.part} {isByConcept ? 'concepts' : 'inputs'}{' '}
                <span class="hint">({count(row.count, 'input')})</span>
              </>
            ),
          },
          { name: 'Metric', cell: ({ name }) => name },
          { name: 'Parent', isNumber: true, cell: ({ parent }) => figure(parent) },
          { name: 'This version', isNumber: true, cell: ({ value }) => figure(value) },
          { name: 'Change', isNumber: true, cell: (row) => <Change {...row} /> },
        ]}
      />
    </Panel>
  );
}

/** A gain or a loss, coloured and signed; what is as it was, plain. */
export function Change({
  value,
  parent,
  isLessBetter,
}: Pick<RetentionRow, 'value' | 'parent' | 'isLessBetter'>) {
  if (parent === undefined) return <span class="hint">new</span>;
  const gain = (value - parent) * (isLessBetter ? -1 : 1);
  const tone = Math.abs(gain) < 0.0005 ? '' : gain > 0 ? 'badge good' : 'badge bad';
  return <span class={tone}>{change(value - parent)}</span>;
}
