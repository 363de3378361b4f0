import type { ModelTypeField } from '../../../../core/api/wire/messages.ts';
import { Field } from '../../../parts/form/field.tsx';
import { nameOf, rangeInWords, textOfValue } from '../order/fields.ts';

interface SettingFieldProps {
  readonly field: ModelTypeField;
  /** What was typed; undefined: the default. */
  readonly text: string | undefined;
  /** Why the API refuses it. */
  readonly error: string | undefined;
  /** Undefined: the default again. */
  readonly onChange: (text: string | undefined, isTyped: boolean) => void;
}

/** One setting: what it is, its range and its default, all from the catalog. */
export function SettingField({ field, text, error, onChange }: SettingFieldProps) {
  const usual = textOfValue(field.default_value);
  const value = text ?? usual;
  const set = (next: string, isTyped: boolean) =>
    onChange(next === usual ? undefined : next, isTyped);
  const range = rangeInWords(field);
  const hint = (
    <>
      {field.description} {range && <>{range}; </>}
      default <code>{short(usual) || 'empty'}</code>
    </>
  );
  return (
    <Field label={<code>{nameOf(field)}</code>} hint={hint} error={error}>
      <Control field={field} value={value} onChange={set} />
    </Field>
  );
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

interface ControlProps {
  readonly field: ModelTypeField;
  readonly value: string;
  readonly onChange: (text: string, isTyped: boolean) => void;
  /* Set by Field. */
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
}

/**
 * The native control of a field's type. What is out of range can be typed: the API says what is
 * wrong with it.
 */
function Control({ field, value, onChange, ...described }: ControlProps) {
  const { field_type: type, model_type_enum_options: options } = field;
  if (type === 'ENUM' && options)
    return (
      <Choice {...described} value={value} ids={options.map(({ id }) => id)} onChange={onChange} />
    );
  if (type === 'BOOLEAN')
    return <Choice {...described} value={value} ids={['true', 'false']} onChange={onChange} />;
  if (type === 'JSON' || type === 'PYTHON_CODE')
    return (
      <textarea
        {...described}
        class="mono"
        rows={5}
        spellcheck={false}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value, true)}
      />
    );
  const isNumber = type === 'NUMBER' || type === 'RANGE';
  return (
    <input
      {...described}
      {...(isNumber ? { inputMode: 'decimal' } : {})}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={({ currentTarget }) => onChange(currentTarget.value, true)}
    />
  );
}

interface ChoiceProps extends Omit<ControlProps, 'field'> {
  readonly ids: readonly string[];
}

/** A value of the address that is none of the choices is shown, so that the API can refuse it. */
function Choice({ ids, value, onChange, ...described }: ChoiceProps) {
  const all = ids.includes(value) ? ids : [...ids, value];
  return (
    <select
      {...described}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value, false)}
    >
      {all.map((id) => (
        <option key={id} value={id}>
          {id === '' ? '(empty)' : id}
        </option>
      ))}
    </select>
  );
}
