import { useState } from 'preact/hooks';
import type { NotificationDelivery } from '../../../core/api/wire/messages.ts';
import { useCall, useChange } from '../../api/use-call.ts';
import { useAnnounce } from '../../parts/announcer.tsx';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Time } from '../../parts/figures/figures.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { AttemptList } from './attempt-list.tsx';

/** As many as are kept of a notification. */
const most = 100;

/** What was sent, newest first, and how the receiver answered. */
export function Deliveries({ notificationId }: { notificationId: string }) {
  const named = { notification_id: notificationId };
  const { data, error } = useCall('ListNotificationDeliveries', { ...named, per_page: most });
  const [shown, setShown] = useState<string>();
  const announce = useAnnounce();
  const again = useChange(
    (client, id: string) =>
      client.call('PostNotificationRedelivery', { ...named, delivery_id: id }),
    ['ListNotificationDeliveries', 'ListNotifications'],
  );
  const redeliver = ({ id }: NotificationDelivery) =>
    again.mutate(id, {
      onSuccess: ({ delivery: { status } }) =>
        announce(
          status === 'delivered' ? 'Delivered' : 'It was not delivered this time either',
          status === 'delivered' ? 'good' : 'error',
        ),
    });
  if (error) return <Problem error={error} />;
  if (!data) return <Loading what="deliveries" />;
  if (data.deliveries.length === 0)
    return <p class="hint">Nothing was sent yet. Send a test to see whether it arrives.</p>;
  return (
    <>
      {again.error && <Problem error={again.error} />}
      <DataTable
        label={`Deliveries, the last ${most} at most`}
        rows={data.deliveries}
        keyOf={({ id }) => id}
        columns={[...columns, actionsOf(redeliver, ({ id }) => setShown(id))]}
        isTall
      />
      {shown !== undefined && (
        <DeliveryDialog {...named} delivery_id={shown} onClose={() => setShown(undefined)} />
      )}
    </>
  );
}

const columns: readonly Column<NotificationDelivery>[] = [
  { name: 'Event', cell: ({ type }) => type },
  {
    name: 'State',
    cell: ({ status, next_attempt_at: next, note }) => (
      <>
        <StatusBadge status={status} />
        {next !== undefined && (
          <div class="hint">
            again <Time at={next} />
          </div>
        )}
        {note && <div class="hint">{note}</div>}
      </>
    ),
  },
  { name: 'Sent', cell: ({ created_at }) => <Time at={created_at} /> },
  {
    name: 'Answer',
    cell: ({ attempts }) => attempts.at(-1)?.status_code ?? attempts.at(-1)?.problem ?? '–',
  },
  { name: 'Tries', cell: ({ attempts }) => attempts.length, isNumber: true },
];

type Act = (delivery: NotificationDelivery) => void;

function actionsOf(redeliver: Act, show: Act): Column<NotificationDelivery> {
  return {
    name: 'Actions',
    cell: (delivery) => (
      <div class="row">
        <button type="button" class="link" onClick={() => show(delivery)}>
          Look<span class="hidden"> at {delivery.type}</span>
        </button>
        <button type="button" class="link" onClick={() => redeliver(delivery)}>
          Send again<span class="hidden"> {delivery.type}</span>
        </button>
      </div>
    ),
  };
}

interface DeliveryDialogProps {
  readonly notification_id: string;
  readonly delivery_id: string;
  readonly onClose: () => void;
}

/** What was sent, as text, and every try. */
function DeliveryDialog({ onClose, ...named }: DeliveryDialogProps) {
  const { data, error } = useCall('GetNotificationDelivery', named);
  return (
    <Dialog title={`Delivery ${named.delivery_id}`} onClose={onClose} isWide>
      {error && <Problem error={error} />}
      {!data && !error && <Loading what="delivery" />}
      {data && (
        <>
          <AttemptList attempts={data.delivery.attempts} />
          <h3>What was sent</h3>
          <pre tabIndex={0}>{data.delivery.body}</pre>
        </>
      )}
      <footer>
        <button type="button" class="primary" onClick={onClose}>
          Close
        </button>
      </footer>
    </Dialog>
  );
}
