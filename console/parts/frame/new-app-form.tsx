import { useState } from 'preact/hooks';
import { useChange } from '../../api/use-call.ts';
import { IdField, idFault } from '../form/id-field.tsx';
import { Problem, Spinner } from '../states.tsx';

interface NewAppFormProps {
  readonly onMade: (app: string) => void;
  /** Absent: there is nothing to go back to. */
  readonly onCancel?: () => void;
}

/** Asks for the id of a new app. */
export function NewAppForm({ onMade, onCancel }: NewAppFormProps) {
  const [id, setId] = useState('');
  const make = useChange(
    (client, asked: string) => client.call('PostApps', {}, { apps: [{ id: asked }] }),
    ['ListApps'],
  );
  const submit = (event: Event) => {
    event.preventDefault();
    make.mutate(id, { onSuccess: () => onMade(id) });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <IdField label="Id of the app" id={id} onChange={(typed) => setId(typed.trim())} />
      {make.error && <Problem error={make.error} title="The app was not created" />}
      <footer class="row">
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
        <button class="primary" disabled={make.isPending || idFault(id) !== undefined}>
          {make.isPending && <Spinner />} Create app
        </button>
      </footer>
    </form>
  );
}
