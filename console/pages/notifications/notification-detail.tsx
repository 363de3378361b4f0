import { useState } from 'preact/hooks';
import type { Notification } from '../../../core/api/wire/messages.ts';
import type { Client } from '../../../client/client.ts';
import { useChange } from '../../api/use-call.ts';
import { useAnnounce } from '../../parts/announcer.tsx';
import { ConfirmDialog } from '../../parts/dialog/confirm-dialog.tsx';
import { Time } from '../../parts/figures/figures.tsx';
import { KeyValues } from '../../parts/key-values.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Problem, Spinner } from '../../parts/states.tsx';
import { Deliveries } from './deliveries.tsx';
import { targetOf } from './notification-table.tsx';

interface NotificationDetailProps {
  readonly notification: Notification;
  /** Told the new secret, which is shown this once. */
  readonly onSecret: (secret: string) => void;
  readonly onGone: () => void;
}

const changed = ['ListNotifications', 'ListNotificationDeliveries'] as const;

/** One notification: what it is told of, its deliveries, and what can be done with it. */
export function NotificationDetail({ notification, onSecret, onGone }: NotificationDetailProps) {
  const { events, app_ids, created_at, previous_secret_until: until, note } = notification;
  return (
    <Panel
      title={targetOf(notification)}
      text={note}
      actions={<Actions {...{ notification, onSecret, onGone }} />}
    >
      <div class="stack">
        <KeyValues
          items={[
            { name: 'Kind', value: notification.kind },
            { name: 'Events', value: events.length === 0 ? 'All' : events.join(', ') },
            { name: 'Apps', value: app_ids.length === 0 ? 'All' : app_ids.join(', ') },
            { name: 'Created', value: <Time at={created_at} /> },
            ...(until === undefined
              ? []
              : [{ name: 'The old secret signs along until', value: <Time at={until} /> }]),
          ]}
        />
        {notification.kind === 'webhook' && <Deliveries notificationId={notification.id} />}
      </div>
    </Panel>
  );
}

function Actions({ notification, onSecret, onGone }: NotificationDetailProps) {
  const [isDeleting, setDeleting] = useState(false);
  const { id, active, kind } = notification;
  const named = { notification_id: id };
  const secret = useChange(
    (client: Client, _: undefined) => client.call('PostNotificationSecret', named),
    changed,
  );
  const patch = useChange(
    (client: Client, isActive: boolean) =>
      client.call('PatchNotification', named, { notification: { active: isActive } }),
    changed,
  );
  const renew = () => secret.mutate(undefined, { onSuccess: (answer) => onSecret(answer.secret) });
  const problem = secret.error ?? patch.error;
  return (
    <>
      <TestButton notificationId={id} />
      {kind === 'webhook' && (
        <button type="button" onClick={renew}>
          New secret
        </button>
      )}
      <button type="button" onClick={() => patch.mutate(!active)}>
        {active ? 'Turn off' : 'Turn on'}
      </button>
      <button type="button" class="danger" onClick={() => setDeleting(true)}>
        Delete
      </button>
      {problem && <Problem error={problem} />}
      {isDeleting && (
        <DeleteDialog {...{ notification, onGone }} onClose={() => setDeleting(false)} />
      )}
    </>
  );
}

/** Sends a test now, and says whether it arrived. */
function TestButton({ notificationId }: { notificationId: string }) {
  const announce = useAnnounce();
  const test = useChange(
    (client: Client, _: undefined) =>
      client.call('PostNotificationTest', { notification_id: notificationId }),
    changed,
  );
  const tell = () =>
    test.mutate(undefined, {
      onSuccess: ({ delivery: { status, attempts } }) => {
        const { problem, status_code: code } = attempts.at(-1) ?? {};
        if (status === 'delivered') announce('The test was delivered', 'good');
        else announce(`The test was not delivered: ${problem ?? `answer ${code}`}`, 'error');
      },
    });
  return (
    <>
      <button type="button" disabled={test.isPending} onClick={tell}>
        {test.isPending && <Spinner />} Send a test
      </button>
      {test.error && <Problem error={test.error} />}
    </>
  );
}

interface DeleteDialogProps {
  readonly notification: Notification;
  readonly onGone: () => void;
  readonly onClose: () => void;
}

function DeleteDialog({ notification, onGone, onClose }: DeleteDialogProps) {
  const announce = useAnnounce();
  const target = targetOf(notification);
  const remove = useChange(
    (client, id: string) => client.call('DeleteNotification', { notification_id: id }),
    ['ListNotifications'],
  );
  const confirm = async () => {
    await remove.mutateAsync(notification.id);
    announce(`${target} is not told any more`, 'good');
    onGone();
  };
  return (
    <ConfirmDialog
      title="Delete this notification?"
      verb="Delete"
      isDangerous
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{target} is not told any more. Its deliveries go with it.</p>
    </ConfirmDialog>
  );
}
