import { useState } from 'preact/hooks';
import { idProblem } from '../../../core/records/id-rule.ts';
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
  const fault = id.trim() === '' ? undefined : idProblem(id.trim());
  const submit = (event: Event) => {
    event.preventDefault();
    make.mutate(id.trim(), { onSuccess: () => onMade(id.trim()) });
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        label="Id of the app"
        hint="It stands in addresses and commands and cannot be changed."
        error={fault && `The id ${fault}`}
      >
        <input
          value={id}
          required
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setId(currentTarget.value)}
        />
      </Field>
      {make.error && <Problem error={make.error} title="The app was not created" />}
      <footer class="row">
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
        <button class="primary" disabled={make.isPending || fault !== undefined}>
          {make.isPending && <Spinner />} Create app
        </button>
      </footer>
    </form>
  );
}
