import type { DataConcept } from '../../../../core/api/wire/messages.ts';
import { grouped } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';

/** Concepts that are drawn; the table has all of them. */
const maxBars = 40;

const totalOf = ({ train, test }: DataConcept) => train + test;

const columns = [
  {
    name: 'Concept',
    cell: ({ name, id }: DataConcept) => name || id,
    sortBy: ({ name, id }: DataConcept) => name || id,
  },
  ...(['train', 'test'] as const).map((side) => ({
    name: side === 'train' ? 'To train on' : 'Held out',
    cell: (concept: DataConcept) => grouped(concept[side]),
    sortBy: (concept: DataConcept) => concept[side],
    isNumber: true,
  })),
];

/** How many examples each concept has, as bars and as a table. */
export function ClassBalance({ concepts }: { concepts: readonly DataConcept[] }) {
  const sorted = [...concepts].sort((a, b) => totalOf(b) - totalOf(a));
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last)
    return (
      <Panel title="Class balance">
        <p class="faint">No input has a concept.</p>
      </Panel>
    );
  const text = `${first.name} has the most examples (${grouped(totalOf(first))}), ${last.name} the fewest (${grouped(totalOf(last))}).`;
  return (
    <Panel title="Class balance" text={text}>
      <div class="bars" aria-hidden="true">
        {sorted.slice(0, maxBars).map((concept) => (
          <Bar key={concept.id} concept={concept} of={totalOf(first)} />
        ))}
      </div>
      {sorted.length > maxBars && (
        <p class="hint">
          The {maxBars} largest of {grouped(sorted.length)} concepts; the table has all.
        </p>
      )}
      <details>
        <summary>Table of {grouped(sorted.length)} concepts</summary>
        <DataTable
          label="Examples by concept"
          columns={columns}
          rows={sorted}
          keyOf={({ id }) => id}
          isTall
        />
      </details>
    </Panel>
  );
}

function Bar({ concept, of }: { concept: DataConcept; of: number }) {
  const percent = (value: number) => `${of === 0 ? 0 : (100 * value) / of}%`;
  return (
    <>
      <span class="bar-name">{concept.name || concept.id}</span>
      <span class="bar">
        <i style={{ width: percent(concept.train) }} />
        <i class="held-out" style={{ width: percent(concept.test) }} />
      </span>
      <span class="number">
        {grouped(concept.train)} + {grouped(concept.test)}
      </span>
    </>
  );
}
