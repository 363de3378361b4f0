import { idProblem } from '../../../core/records/id-rule.ts';
import { Field } from './field.tsx';

interface IdFieldProps {
  readonly label: string;
  readonly id: string;
  readonly onChange: (id: string) => void;
}

/** Why what was typed cannot be an id; undefined also while nothing is. */
export function idFault(id: string): string | undefined {
  return id === '' ? undefined : idProblem(id);
}

/** Asks for the id of something new, and says at once what is wrong with it; as it was typed. */
export function IdField({ label, id, onChange }: IdFieldProps) {
  const fault = idFault(id);
  return (
    <Field
      label={label}
      hint="It stands in addresses and commands and cannot be changed."
      error={fault && `The id ${fault}`}
    >
      <input
        value={id}
        required
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Field>
  );
}
