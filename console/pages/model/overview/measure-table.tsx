import type { JsonObject } from '../../../../core/json.ts';
import { figure } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { measuresOf } from '../figures/measures.ts';

/** Every measure on held-out data, beside before training and the trivial answer. */
export function MeasureTable({ metrics }: { metrics: JsonObject }) {
  const measures = measuresOf(metrics);
  if (measures.length === 0) return null;
  return (
    <Panel
      title="Metrics on held-out data"
      text="Before training: what the training started from, asked the same. Trivial: an answer that ignores the input. – was not measured."
    >
      <DataTable
        label="Metrics on held-out data"
        rows={measures}
        keyOf={({ key }) => key}
        columns={[
          {
            name: 'Metric',
            cell: ({ name, isLessBetter }) => (
              <>
                {name} {isLessBetter && <span class="hint">(less is better)</span>}
              </>
            ),
          },
          {
            name: 'This version',
            isNumber: true,
            cell: ({ heldOut }) => <b>{figure(heldOut)}</b>,
          },
          {
            name: 'Before training',
            isNumber: true,
            cell: ({ untrained }) => figure(untrained),
          },
          { name: 'Trivial', isNumber: true, cell: ({ trivial }) => figure(trivial) },
        ]}
      />
    </Panel>
  );
}
