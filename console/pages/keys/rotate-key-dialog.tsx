import { useState } from 'preact/hooks';
import type { Key } from '../../../core/api/wire/messages.ts';
import { useChange } from '../../api/use-call.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Field } from '../../parts/form/field.tsx';
import { Problem } from '../../parts/states.tsx';
import { endAfter } from './key-ends.ts';
import { nameOf } from './key-table.tsx';
import { DialogFooter } from '../../parts/dialog/dialog-footer.tsx';

/** How long the old key still works beside the new one, days. */
const overlaps: readonly { readonly name: string; readonly days: number }[] = [
  { name: '1 hour', days: 1 / 24 },
  { name: '1 day', days: 1 },
  { name: '7 days', days: 7 },
];

interface RotateKeyDialogProps {
  readonly old: Key;
  readonly onMade: (text: string) => void;
  readonly onClose: () => void;
}

/** Makes another key that may do the same, and gives the old one an end. */
export function RotateKeyDialog({ old, onMade, onClose }: RotateKeyDialogProps) {
  const [days, setDays] = useState(1);
  const rotate = useRotation(old);
  const submit = (event: Event) => {
    event.preventDefault();
    rotate.mutate(days, { onSuccess: onMade });
  };
  return (
    <Dialog title={`Rotate key ${nameOf(old)}`} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <p>
          A new key is made with the same scopes, app and description. Both work until the old one
          ends: put the new one where the old one is used meanwhile.
        </p>
        <Field label="The old key ends in">
          <select
            value={String(days)}
            onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
          >
            {overlaps.map((each) => (
              <option key={each.name} value={String(each.days)}>
                {each.name}
              </option>
            ))}
          </select>
        </Field>
        {rotate.error && <Problem error={rotate.error} title="The key was not rotated" />}
        <DialogFooter verb="Rotate" isBusy={rotate.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/**
 * The new key is made first: where giving the old one an end is refused, the new one goes again, so
 * that no key is left that nobody has seen.
 */
function useRotation(old: Key) {
  return useChange(
    async (client, days: number) => {
      const { description, scopes, endpoints, apps, expires_at } = old;
      const same = { description, scopes, endpoints, apps: apps.map(({ id }) => ({ id })) };
      const wanted = expires_at === undefined ? same : { ...same, expires_at: laterEnd(old) };
      const before = new Set((await client.call('ListKeys', { per_page: 1_000 })).keys.map(idOf));
      const made = await client.call('PostKeys', {}, { keys: [wanted] });
      try {
        const ended = { id: old.id, expires_at: earlierEnd(old, endAfter(days, Date.now())) };
        await client.call('PatchKeys', {}, { keys: [ended], action: 'overwrite' });
      } catch (error) {
        const { keys } = await client.call('ListKeys', { per_page: 1_000 });
        for (const { id } of keys.filter((key) => !before.has(key.id)))
          await client.call('DeleteKey', { key_id: id });
        throw error;
      }
      return made.keys[0]!.id;
    },
    ['ListKeys'],
  );
}

const idOf = ({ id }: Key) => id;

/** As long as the old one was to live, from now on. */
function laterEnd({ created_at, expires_at }: Key): string {
  const days = (Date.parse(expires_at ?? created_at) - Date.parse(created_at)) / 86_400_000;
  return endAfter(Math.max(1, days), Date.now());
}

/** A key that ends sooner by itself keeps its end. */
function earlierEnd({ expires_at }: Key, end: string): string {
  return expires_at !== undefined && expires_at < end ? expires_at : end;
}
