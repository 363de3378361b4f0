import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { Model } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Field } from '../../../parts/form/field.tsx';
import { KeyValues } from '../../../parts/key-values.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useModel } from '../use-version.ts';

/** What its owner says of the model; and the way to delete it. */
export function ModelWords({ modelId }: { modelId: string }) {
  const { model } = useModel(modelId);
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const close = () => setDialog(undefined);
  if (!model) return null;
  return (
    <Panel
      title="The model"
      actions={
        <>
          <button type="button" onClick={() => setDialog('edit')}>
            Edit
          </button>
          <button type="button" class="danger" onClick={() => setDialog('delete')}>
            Delete the model
          </button>
        </>
      }
    >
      <KeyValues
        items={[
          { name: 'Type', value: model.model_type_id },
          { name: 'Name', value: <bdi>{model.name}</bdi> },
          { name: 'Description', value: model.description && <bdi>{model.description}</bdi> },
          { name: 'Notes', value: model.notes && <bdi>{model.notes}</bdi> },
        ]}
      />
      {dialog === 'edit' && <EditDialog model={model} onClose={close} />}
      {dialog === 'delete' && <DeleteModelDialog modelId={modelId} onClose={close} />}
    </Panel>
  );
}

function EditDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const { id, name, description, notes = '' } = model;
  const [words, setWords] = useState({ name, description, notes });
  const change = useChange<typeof words, unknown>(
    (client, changed) =>
      client.call('PatchModels', {}, { models: [{ id, ...changed }], action: 'overwrite' }),
    ['GetModel', 'ListModels', 'ListModelSummaries'],
  );
  const field = (key: keyof typeof words) => ({
    value: words[key],
    dir: 'auto' as const,
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setWords({ ...words, [key]: currentTarget.value }),
  });
  return (
    <ConfirmDialog
      title="Edit the model"
      verb="Save"
      onConfirm={() => change.mutateAsync(words)}
      onClose={onClose}
    >
      <div class="stack">
        <Field label="Name">
          <input maxLength={1000} {...field('name')} />
        </Field>
        <Field label="Description">
          <textarea maxLength={10_000} {...field('description')} />
        </Field>
        <Field label="Notes">
          <textarea maxLength={50_000} {...field('notes')} />
        </Field>
      </div>
    </ConfirmDialog>
  );
}

function DeleteModelDialog({ modelId, onClose }: { modelId: string; onClose: () => void }) {
  const app = useAppId();
  const { route } = useLocation();
  const announce = useAnnounce();
  const remove = useChange<void, unknown>(
    (client) => client.call('DeleteModel', { model_id: modelId }),
    ['ListModels', 'ListModelSummaries'],
  );
  return (
    <ConfirmDialog
      title="Delete the model"
      verb="Delete"
      isDangerous
      typed={modelId}
      onConfirm={async () => {
        await remove.mutateAsync();
        announce(`The model ${modelId} was deleted`, 'good');
        route(addresses.models(app), true);
      }}
      onClose={onClose}
    >
      <p>
        All of its versions go for good, with their artifacts, evaluations, predictions and
        schedules. What trains is stopped first. What it cost stays in the bill.
      </p>
    </ConfirmDialog>
  );
}
