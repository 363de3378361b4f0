import type { Key } from '../../../core/api/wire/messages.ts';
import { Time } from '../../parts/figures/figures.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { isExpired } from './key-ends.ts';
import { nameOfScopes } from './scope-presets.ts';

interface KeyTableProps {
  readonly keys: readonly Key[];
  readonly onRotate: (key: Key) => void;
  readonly onEnd: (key: Key) => void;
}

export function KeyTable({ keys, onRotate, onEnd }: KeyTableProps) {
  const actions: Column<Key> = {
    name: 'Actions',
    cell: (key) => (
      <div class="row">
        <button type="button" class="link" onClick={() => onRotate(key)}>
          Rotate<span class="hidden"> {nameOf(key)}</span>
        </button>
        <button type="button" class="link" onClick={() => onEnd(key)}>
          Delete<span class="hidden"> {nameOf(key)}</span>
        </button>
      </div>
    ),
  };
  return (
    <DataTable
      label="Keys"
      rows={keys}
      keyOf={({ id }) => id}
      columns={[...columns, actions]}
      order={{ column: 'Created', isDescending: true }}
    />
  );
}

/** What a key is for, as its maker said it, or else its id. */
export function nameOf({ description, id }: Key): string {
  return description || id.slice(0, 8);
}

const columns: readonly Column<Key>[] = [
  {
    name: 'Key',
    cell: (key) => (
      <>
        {nameOf(key)}
        <div class="hint mono" title={key.id}>
          {key.id.slice(0, 8)}…
        </div>
      </>
    ),
    sortBy: nameOf,
  },
  {
    name: 'State',
    cell: ({ expires_at: at }) =>
      isExpired(at, Date.now()) ? (
        <StatusBadge status="expired" />
      ) : (
        <StatusBadge status="active" />
      ),
  },
  {
    name: 'Opens',
    cell: ({ apps }) => (apps[0] ? `App ${apps[0].id}` : 'All apps'),
    sortBy: ({ apps }) => apps[0]?.id ?? '',
  },
  { name: 'May do', cell: (key) => <Scopes scopes={key.scopes} endpoints={key.endpoints} /> },
  {
    name: 'Created',
    cell: ({ created_at }) => <Time at={created_at} />,
    sortBy: ({ created_at }) => created_at,
  },
  {
    name: 'Ends',
    cell: ({ expires_at: at }) => (at === undefined ? 'Never' : <Time at={at} />),
    sortBy: ({ expires_at }) => expires_at,
  },
];

function Scopes({ scopes, endpoints }: Pick<Key, 'scopes' | 'endpoints'>) {
  const name = nameOfScopes(scopes);
  if (scopes.includes('All') && endpoints.length === 0) return <>{name}</>;
  return (
    <details>
      <summary>
        {name}
        {endpoints.length > 0 && `, ${endpoints.length} operations`}
      </summary>
      <p class="hint">{[...scopes, ...endpoints].join(', ')}</p>
    </details>
  );
}
