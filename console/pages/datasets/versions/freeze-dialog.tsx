import { useState } from 'preact/hooks';
import { idProblem } from '../../../../core/records/id-rule.ts';
import { useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Field } from '../../../parts/form/field.tsx';

interface FreezeDialogProps {
  readonly datasetId: string;
  readonly onClose: () => void;
}

/** Asks for the name of a new version, and freezes it. */
export function FreezeDialog({ datasetId, onClose }: FreezeDialogProps) {
  const announce = useAnnounce();
  const [id, setId] = useState('');
  const [description, setDescription] = useState('');
  const freeze = useChange(
    (client, version: { readonly id?: string; readonly description: string }) =>
      client.call(
        'PostDatasetVersions',
        { dataset_id: datasetId },
        { dataset_versions: [version] },
      ),
    ['ListDatasetVersions'],
  );
  const fault = id === '' ? undefined : idProblem(id);
  const confirm = async () => {
    if (fault !== undefined) throw new Error(`The id ${fault}`);
    const answer = await freeze.mutateAsync({ ...(id === '' ? {} : { id }), description });
    const [version] = answer.dataset_versions;
    announce(`Dataset version ${version?.id ?? ''}: ${version?.status.description ?? ''}`, 'good');
  };
  return (
    <ConfirmDialog title="Freeze a version" verb="Freeze" onConfirm={confirm} onClose={onClose}>
      <div class="stack">
        <p>All inputs and labels of the dataset as they are now.</p>
        <Field
          label="Id"
          hint="Empty: one is made"
          error={fault === undefined ? undefined : `The id ${fault}`}
        >
          <input
            value={id}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setId(currentTarget.value)}
          />
        </Field>
        <Field label="Description">
          <input
            value={description}
            onInput={({ currentTarget }) => setDescription(currentTarget.value)}
          />
        </Field>
      </div>
    </ConfirmDialog>
  );
}
