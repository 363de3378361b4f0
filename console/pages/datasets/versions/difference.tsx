import type { DatasetVersion } from '../../../../core/api/wire/messages.ts';
import { Panel } from '../../../parts/panel.tsx';
import { grouped } from '../../../parts/in-words.ts';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import { conceptChanges, figuresOf } from './version-figures.ts';
import type { ConceptChange } from './version-figures.ts';

interface DifferenceProps {
  readonly datasetId: string;
  readonly versions: readonly DatasetVersion[];
}

/** What a version has that another had not, and the other way round. */
export function Difference({ versions }: DifferenceProps) {
  const [toId, setTo] = useQueryState('to', versions[0]?.id);
  const [fromId, setFrom] = useQueryState('from', versions[1]?.id);
  const to = versions.find(({ id }) => id === toId);
  const from = versions.find(({ id }) => id === fromId);
  return (
    <Panel title="Difference of two versions">
      <div class="row">
        <Choice label="From" value={fromId} versions={versions} onChange={setFrom} />
        <Choice label="To" value={toId} versions={versions} onChange={setTo} />
      </div>
      {from && to && <Changes from={from} to={to} />}
    </Panel>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly versions: readonly DatasetVersion[];
  readonly onChange: (id: string) => void;
}

function Choice({ label, value, versions, onChange }: ChoiceProps) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {versions.map((version) => (
          <option key={version.id} value={version.id}>
            {version.id.slice(0, 40)} ({grouped(figuresOf(version).inputs)} inputs)
          </option>
        ))}
      </select>
    </label>
  );
}

const columns = [
  { name: 'Concept', cell: ({ name }: ConceptChange) => name },
  { name: 'From', cell: ({ before }: ConceptChange) => grouped(before), isNumber: true },
  { name: 'To', cell: ({ after }: ConceptChange) => grouped(after), isNumber: true },
  {
    name: 'Change',
    cell: ({ before, after }: ConceptChange) => signed(after - before),
    sortBy: ({ before, after }: ConceptChange) => after - before,
    isNumber: true,
  },
];

function Changes({ from, to }: { from: DatasetVersion; to: DatasetVersion }) {
  const changes = conceptChanges(from, to);
  const [before, after] = [figuresOf(from).inputs, figuresOf(to).inputs];
  return (
    <div class="stack">
      <p role="status">
        {grouped(before)} inputs, then {grouped(after)} ({signed(after - before)}).
      </p>
      {changes.length === 0 ? (
        <p class="faint">As many examples of every concept in both.</p>
      ) : (
        <DataTable
          label="Concepts whose examples change"
          columns={columns}
          rows={changes}
          keyOf={({ id }) => id}
          isTall
        />
      )}
    </div>
  );
}

function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${grouped(Math.abs(value))}`;
}
