import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { figure, grouped } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import type { Column } from '../../../parts/table/data-table.tsx';
import type { ConceptFigure, ConceptRow } from '../figures/concept-figures.ts';
import { conceptRowsOf, figureKeysOf } from '../figures/concept-figures.ts';
import { measureName } from '../figures/measures.ts';
import { useConceptNames } from '../use-concepts.ts';

interface ConceptTableProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly metrics: JsonObject;
}

/** The figures of each concept, sorted by any of them. */
export function ConceptTable({ modelId, version, metrics }: ConceptTableProps) {
  const nameOf = useConceptNames(modelId, version);
  const rows = conceptRowsOf(metrics);
  if (rows.length === 0) return null;
  const columns: Column<ConceptRow>[] = [
    {
      name: 'Concept',
      sortBy: ({ conceptId }) => nameOf(conceptId),
      cell: ({ conceptId }) => <ConceptName id={conceptId} name={nameOf(conceptId)} />,
    },
    {
      name: 'Support',
      isNumber: true,
      sortBy: ({ support }) => support,
      cell: ({ support }) => grouped(support),
    },
    ...figureKeysOf(rows).map((key) => ({
      name: measureName(key),
      isNumber: true,
      sortBy: ({ figures }: ConceptRow) => figures[key]?.value,
      cell: ({ figures }: ConceptRow) => <Figure {...figures[key]} />,
    })),
  ];
  return (
    <Panel
      title="Each concept"
      text="On held-out data. Support: how many of its inputs or regions were held out. Below a share of counted inputs stands its 95 % interval (Wilson): few inputs make it wide."
    >
      <DataTable
        label="Figures of each concept"
        isTall
        rows={rows}
        keyOf={({ conceptId }) => conceptId}
        columns={columns}
        order={{ column: 'Concept', isDescending: false }}
      />
    </Panel>
  );
}

/** What people call a concept, with its id where that is something else. */
export function ConceptName({ id, name }: { id: string; name: string }) {
  return (
    <>
      <bdi>{name}</bdi>
      {name !== id && (
        <div class="hint">
          <bdi>{id}</bdi>
        </div>
      )}
    </>
  );
}

function Figure({ value, interval }: Partial<ConceptFigure>) {
  return (
    <>
      {figure(value)}
      {interval && (
        <div class="hint">
          {figure(interval[0])} to {figure(interval[1])}
        </div>
      )}
    </>
  );
}
