import { useState } from 'preact/hooks';
import type { Requests } from '../../../core/api/wire/requests.ts';
import type { Notification } from '../../../core/api/wire/messages.ts';
import { useCall, useChange } from '../../api/use-call.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Field } from '../../parts/form/field.tsx';
import { Flash } from '../../parts/flash.tsx';
import { Loading, Problem } from '../../parts/states.tsx';
import { EventChoice } from './event-choice.tsx';
import { DialogFooter } from '../../parts/dialog/dialog-footer.tsx';

type Asked = Requests['PostNotification']['notification'];

interface NewNotificationDialogProps {
  /** Told the secret of a webhook, which is shown this once. */
  readonly onMade: (made: Notification, secret: string | undefined) => void;
  readonly onClose: () => void;
}

/** Asks who is told of what. */
export function NewNotificationDialog({ onMade, onClose }: NewNotificationDialogProps) {
  const offered = useCall('ListNotificationEvents', {});
  const [kind, setKind] = useState<Asked['kind']>('webhook');
  const [target, setTarget] = useState('');
  const [description, setDescription] = useState('');
  const [events, setEvents] = useState<readonly string[]>([]);
  const make = useChange(
    (client, notification: Asked) => client.call('PostNotification', {}, { notification }),
    ['ListNotifications'],
  );
  const refusal = offered.data?.kinds.find((each) => each.kind === kind)?.refusal;
  const submit = (event: Event) => {
    event.preventDefault();
    const to = kind === 'webhook' ? { url: target } : { address: target };
    const asked = { kind, ...to, description, events } as Asked;
    make.mutate(asked, { onSuccess: ({ notification, secret }) => onMade(notification, secret) });
  };
  return (
    <Dialog title="Create notification" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <KindField kind={kind} onChange={setKind} />
        {refusal !== undefined && <Flash tone="info">{refusal}</Flash>}
        <Field label={kind === 'webhook' ? 'URL' : 'Address'}>
          <input
            type={kind === 'webhook' ? 'url' : 'email'}
            placeholder={kind === 'webhook' ? 'https://example.com/deeptune' : 'ada@example.com'}
            value={target}
            required
            onInput={({ currentTarget }) => setTarget(currentTarget.value)}
          />
        </Field>
        <Field label="Description">
          <input
            value={description}
            onInput={({ currentTarget }) => setDescription(currentTarget.value)}
          />
        </Field>
        {offered.error && <Problem error={offered.error} />}
        {!offered.data && !offered.error && <Loading what="events" />}
        {offered.data && (
          <EventChoice offered={offered.data.events} events={events} onChange={setEvents} />
        )}
        {make.error && <Problem error={make.error} title="The notification was not created" />}
        <DialogFooter
          verb="Create notification"
          isBusy={make.isPending}
          isBlocked={refusal !== undefined}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

interface KindFieldProps {
  readonly kind: Asked['kind'];
  readonly onChange: (kind: Asked['kind']) => void;
}

function KindField({ kind, onChange }: KindFieldProps) {
  return (
    <Field label="By">
      <select
        value={kind}
        onChange={({ currentTarget }) => onChange(currentTarget.value as Asked['kind'])}
      >
        <option value="webhook">Webhook: a signed call to a URL</option>
        <option value="email">E-mail</option>
      </select>
    </Field>
  );
}
