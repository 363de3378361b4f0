import type { Key } from '../../../core/api/wire/messages.ts';
import { useChange } from '../../api/use-call.ts';
import { useAnnounce } from '../../parts/announcer.tsx';
import { ConfirmDialog } from '../../parts/dialog/confirm-dialog.tsx';
import { nameOf } from './key-table.tsx';

/** Asks before a key is deleted. */
export function EndKeyDialog({ ended, onClose }: { ended: Key; onClose: () => void }) {
  const announce = useAnnounce();
  const end = useChange(
    (client, id: string) => client.call('DeleteKey', { key_id: id }),
    ['ListKeys'],
  );
  const confirm = async () => {
    await end.mutateAsync(ended.id);
    announce(`Key ${nameOf(ended)} was deleted`, 'good');
  };
  return (
    <ConfirmDialog
      title={`Delete key ${nameOf(ended)}?`}
      verb="Delete"
      isDangerous
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        Whoever uses it is refused from now on; trainings that run go on. It does not come back. If
        it is the key that you are signed in with, you have to sign in with another.
      </p>
    </ConfirmDialog>
  );
}
