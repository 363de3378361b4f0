interface ChoiceProps {
  readonly name: string;
  /** What is said of no choice; absent: one of them is always chosen. */
  readonly all?: string;
  readonly options: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** An option in words; absent: as it is. */
  readonly wordsOf?: (option: string) => string;
}

/**
 * What a page is filtered by. An option that only the address names is one too: the service says
 * what of it.
 */
export function Choice({ name, all, options, value, onChange, wordsOf = String }: ChoiceProps) {
  const shown = value === '' || options.includes(value) ? options : [value, ...options];
  return (
    <label>
      {name}{' '}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {all && <option value="">{all}</option>}
        {shown.map((each) => (
          <option key={each} value={each}>
            {wordsOf(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
