import { useState } from 'preact/hooks';
import { useChange } from '../../api/use-call.ts';
import { Field } from '../field.tsx';
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
    make.mutate(id.trim(), { onSuccess: () => onMade(id.trim()) });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        label="Id of the app"
        hint="It holds datasets, models and their versions. Letters, digits, hyphens and underscores; it stays as it is."
      >
        <input
          value={id}
          required
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setId(currentTarget.value)}
        />
      </Field>
      {make.error && <Problem error={make.error} title="The app was not made" />}
      <footer class="row">
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
        <button class="primary" disabled={make.isPending}>
          {make.isPending && <Spinner />} Create app
        </button>
      </footer>
    </form>
  );
}
