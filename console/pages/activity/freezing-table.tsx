import type { ActiveFreezing } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Time } from '../../parts/figures/figures.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';

/** Dataset versions whose inputs are being written down. */
export function FreezingTable({ versions }: { versions: readonly ActiveFreezing[] }) {
  return (
    <DataTable
      label="Dataset versions being frozen"
      rows={versions}
      keyOf={({ id }) => id}
      columns={columns}
    />
  );
}

const columns: readonly Column<ActiveFreezing>[] = [
  {
    name: 'Dataset version',
    cell: ({ app_id, dataset_id, id }) => (
      <a href={addresses.dataset(app_id, dataset_id, 'versions', { version: id })}>
        {app_id} / {dataset_id}, {id.slice(0, 8)}
      </a>
    ),
  },
  {
    name: 'State',
    cell: ({ state, lastError }) => (
      <>
        <StatusBadge status={state} />
        {lastError !== undefined && <div class="hint">last failure: {lastError}</div>}
      </>
    ),
  },
  { name: 'Asked for', cell: ({ created_at }) => <Time at={created_at} /> },
  {
    name: 'Parts read',
    cell: ({ parts }) => <span title="of 10,000 inputs at most">{parts}</span>,
    isNumber: true,
  },
  { name: 'Tries', cell: ({ tries }) => tries, isNumber: true },
];
