import { useEffect, useState } from 'preact/hooks';
import type {
  DatasetVersion,
  DatasetVersionDifference,
} from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { Panel } from '../../../parts/panel.tsx';
import { grouped } from '../../../parts/figures/in-words.ts';
import { Loading, Problem } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import { ChangedInputs } from './changed-inputs.tsx';
import { figuresOf } from './version-figures.ts';

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

type Changed = DatasetVersionDifference['concepts'][number];

const columns = [
  { name: 'Concept', cell: ({ name, id }: Changed) => name || id },
  ...(
    [
      ['Added', 'added', 1],
      ['Gained', 'gained', 1],
      ['Removed', 'removed', -1],
      ['Lost', 'lost', -1],
    ] as const
  ).map(([name, of, sign]) => ({
    name,
    cell: (concept: Changed) => signed(sign * concept[of]),
    sortBy: (concept: Changed) => concept[of],
    isNumber: true,
  })),
];

const pageSize = 100;

function Changes({ from, to }: { from: DatasetVersion; to: DatasetVersion }) {
  const [page, setPage] = useState(1);
  useEffect(() => setPage(1), [from.id, to.id]);
  const { data, error, refetch } = useCall('GetDatasetVersionDifference', {
    dataset_id: to.dataset_id,
    dataset_version_id: to.id,
    from: from.id,
    page,
    per_page: pageSize,
  });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the difference" />;
  const { inputsBefore, inputsAfter, unchanged, concepts } = data.difference;
  return (
    <div class="stack">
      <p role="status">
        {grouped(inputsBefore)} inputs, then {grouped(inputsAfter)} (
        {signed(inputsAfter - inputsBefore)}); {grouped(unchanged)} are the same in both.
      </p>
      {concepts.length > 0 && (
        <DataTable
          label="Concepts that change"
          columns={columns}
          rows={concepts}
          keyOf={({ id }) => id}
          isTall
        />
      )}
      <ChangedInputs difference={data.difference} page={page} onPage={setPage} />
    </div>
  );
}

function signed(value: number): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${grouped(Math.abs(value))}`;
}
