import { useState } from 'preact/hooks';
import { useCall } from '../../api/use-call.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { useQueryState } from '../../parts/use-query-state.ts';
import { ShownOnce } from '../../parts/dialog/shown-once.tsx';
import { NewNotificationDialog } from './new-notification-dialog.tsx';
import { NotificationDetail } from './notification-detail.tsx';
import { NotificationTable } from './notification-table.tsx';

/** Who is told of what happens, by webhook or by e-mail. */
export function Notifications() {
  const { data, error, refetch } = useCall('ListNotifications', {});
  const [chosenId, choose] = useQueryState('notification');
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string>();
  const chosen = data?.notifications.find(({ id }) => id === chosenId);
  const create = (
    <button type="button" class="primary" onClick={() => setMaking(true)}>
      Create notification
    </button>
  );
  return (
    <>
      <PageHeader title="Notifications" actions={create}>
        Who is told when a training ends, a schedule skips or the budget is reached.
      </PageHeader>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading what="notifications" />}
      <div class="stack">
        {data?.notifications.length === 0 && <None />}
        {data && data.notifications.length > 0 && (
          <NotificationTable notifications={data.notifications} chosenId={chosenId} />
        )}
        {chosen && (
          <NotificationDetail
            key={chosen.id}
            notification={chosen}
            onSecret={setSecret}
            onGone={() => choose('', true)}
          />
        )}
      </div>
      {isMaking && (
        <NewNotificationDialog
          onMade={(made, text) => {
            setMaking(false);
            setSecret(text);
            choose(made.id);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {secret !== undefined && (
        <ShownOnce
          title="Secret of the webhook"
          text={secret}
          hint="With it the receiver checks that a call comes from here (Standard Webhooks, HMAC-SHA256)."
          onClose={() => setSecret(undefined)}
        />
      )}
    </>
  );
}

function None() {
  return (
    <Empty title="Nobody is told yet">
      <p>
        A webhook is called with each event, signed, and tried again where it fails; an e-mail says
        it in words.
      </p>
    </Empty>
  );
}
