import { useEffect, useRef, useState } from 'preact/hooks';

interface SearchBoxProps {
  readonly label: string;
  /** What is searched for now. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** So long after the last key the search is made, milliseconds. */
const pause = 250;

/** A field that searches while one types, and at once with Enter. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = (asked: string, after: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(asked), after);
  };
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(text, 0);
      }}
    >
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          search(currentTarget.value, pause);
        }}
      />
    </form>
  );
}
