import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { versionName } from '../../../parts/version/version-name.ts';

interface DeleteDialogProps {
  readonly modelId: string;
  readonly version: ModelVersion;
  readonly onClose: () => void;
}

/** Asks before a version goes for good. */
export function DeleteDialog({ modelId, version, onClose }: DeleteDialogProps) {
  const announce = useAnnounce();
  const name = versionName(version.id);
  const remove = useChange<void, unknown>(
    (client) => client.call('DeleteModelVersion', { model_id: modelId, version_id: version.id }),
    ['GetModelVersion', 'ListModelVersions', 'GetModel', 'ListModels', 'ListModelSummaries'],
  );
  return (
    <ConfirmDialog
      title={`Delete ${name}`}
      verb="Delete"
      isDangerous
      onConfirm={async () => {
        await remove.mutateAsync();
        announce(`${name} of ${modelId} was deleted`, 'good');
      }}
      onClose={onClose}
    >
      <p>
        Its model artifact, its log, its evaluations and its predictions are deleted for good.
        Versions that were trained from it stay as they are. What it cost stays in the bill.
      </p>
    </ConfirmDialog>
  );
}
