import type { Notification } from '../../../core/api/wire/messages.ts';
import { Time } from '../../parts/figures/figures.tsx';
import { count } from '../../parts/figures/in-words.ts';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { addressWith } from '../../parts/use-query-state.ts';

interface NotificationTableProps {
  readonly notifications: readonly Notification[];
  /** The one whose details are shown; '': none. */
  readonly chosenId: string;
}

export function NotificationTable({ notifications, chosenId }: NotificationTableProps) {
  const target: Column<Notification> = {
    name: 'Told',
    cell: (notification) => (
      <>
        <a
          href={addressWith({ notification: notification.id })}
          aria-current={notification.id === chosenId ? 'true' : undefined}
        >
          {targetOf(notification)}
        </a>
        <div class="hint">{notification.description || notification.kind}</div>
      </>
    ),
  };
  return (
    <DataTable
      label="Notifications"
      rows={notifications}
      keyOf={({ id }) => id}
      columns={[target, ...columns]}
    />
  );
}

/** Where it goes: the URL of a webhook, or an address. */
export function targetOf({ url, address, id }: Notification): string {
  return url ?? address ?? id;
}

const columns: readonly Column<Notification>[] = [
  {
    name: 'State',
    cell: ({ state, note }) => (
      <>
        <StatusBadge status={state} />
        {note && <div class="hint">{note}</div>}
      </>
    ),
  },
  {
    name: 'Events',
    cell: ({ events }) => (events.length === 0 ? 'All' : count(events.length, 'event')),
  },
  { name: 'Apps', cell: ({ app_ids }) => (app_ids.length === 0 ? 'All' : app_ids.join(', ')) },
  {
    name: 'Last delivery',
    cell: ({ last_delivery: last }) =>
      last ? (
        <>
          <StatusBadge status={last.status} /> <Time at={last.at} />
        </>
      ) : (
        'None yet'
      ),
  },
];
