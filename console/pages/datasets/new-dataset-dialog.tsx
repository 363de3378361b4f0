import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { addresses } from '../../addresses.ts';
import { useAppId, useChange } from '../../api/use-call.ts';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Field } from '../../parts/form/field.tsx';
import { IdField, idFault } from '../../parts/form/id-field.tsx';
import { Problem } from '../../parts/states.tsx';
import { DialogFooter } from '../../parts/dialog/dialog-footer.tsx';

/** Asks how a new dataset is called, creates it, and goes on to its import. */
export function NewDatasetDialog({ onClose }: { onClose: () => void }) {
  const app = useAppId();
  const { route } = useLocation();
  const [id, setId] = useState('');
  const [description, setDescription] = useState('');
  const make = useChange(
    (client, asked: { readonly id: string; readonly description: string }) =>
      client.call('PostDatasets', {}, { datasets: [asked] }),
    ['ListDatasets'],
  );
  const submit = async (event: Event) => {
    event.preventDefault();
    await make.mutateAsync({ id, description }).then(
      () => route(addresses.dataset(app, id, 'import')),
      () => undefined,
    );
  };
  return (
    <Dialog title="New dataset" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <IdField label="Id" id={id} onChange={setId} />
        <Field label="Description">
          <input
            value={description}
            onInput={({ currentTarget }) => setDescription(currentTarget.value)}
          />
        </Field>
        {make.error && <Problem title="The dataset was not created" error={make.error} />}
        <DialogFooter
          verb="Create dataset"
          isBusy={make.isPending}
          isBlocked={idFault(id) !== undefined}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
