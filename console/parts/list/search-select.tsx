import { useId, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useCombobox } from './use-combobox.ts';
import type { Combobox } from './use-combobox.ts';
import { useVirtual } from './use-virtual.ts';

export interface SearchOption {
  readonly id: string;
  readonly text: string;
  /** At the right, small. */
  readonly hint?: string;
}

export interface SearchSelectProps {
  readonly label: string;
  /** As many as there are: only those in sight are rendered. */
  readonly options: readonly SearchOption[];
  /** The id of the one that is chosen; undefined: none. */
  readonly value: string | undefined;
  readonly onChange: (id: string) => void;
  /** Told what is typed, for who asks the service; absent: `options` are filtered here. */
  readonly onSearch?: (text: string) => void;
  readonly placeholder?: string;
}

const optionHeight = 34;

/**
 * A select with a search field over very many options. Arrows, Home, End go through them, Enter
 * chooses, Escape closes.
 */
export function SearchSelect(props: SearchSelectProps) {
  const id = useId();
  const scrollTo = useRef<(index: number) => void>(() => undefined);
  const combobox = useCombobox(props, (index) => scrollTo.current(index));
  const { text, found, active, open, close, onKeyDown } = combobox;
  const isOpen = text !== undefined;
  const chosen = props.options.find((option) => option.id === props.value)?.text;
  return (
    <div class="search field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && found[active] ? `${id}-${active}` : undefined}
        placeholder={chosen ?? props.placeholder ?? ''}
        value={text ?? chosen ?? ''}
        onInput={({ currentTarget }) => open(currentTarget.value)}
        onClick={() => !isOpen && open('')}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <Listbox id={id} props={props} combobox={combobox} scrollTo={scrollTo} />
    </div>
  );
}

interface ListboxProps {
  readonly id: string;
  readonly props: SearchSelectProps;
  readonly combobox: Combobox;
  /** Is told how an option is shown. */
  readonly scrollTo: RefObject<(index: number) => void>;
}

function Listbox({ id, props, combobox, scrollTo }: ListboxProps) {
  const { text, found, active, choose } = combobox;
  const count = text === undefined ? 0 : found.length;
  const virtual = useVirtual({ count, itemHeight: optionHeight });
  scrollTo.current = virtual.scrollTo;
  return (
    <div
      ref={virtual.scroller}
      id={`${id}-list`}
      role="listbox"
      aria-label={props.label}
      hidden={text === undefined}
      // A click would take the focus from the field, which closes the list before it is heard.
      onMouseDown={(event) => event.preventDefault()}
    >
      {text !== undefined && count === 0 && <p class="hint">Nothing matches</p>}
      <div class="virtual" role="presentation" style={{ height: `${virtual.height}px` }}>
        {virtual.items.map(({ index, start }) => (
          <div
            key={index}
            id={`${id}-${index}`}
            role="option"
            class={index === active ? 'active' : ''}
            aria-selected={found[index]?.id === props.value}
            aria-posinset={index + 1}
            aria-setsize={count}
            style={{ top: `${start}px`, height: `${optionHeight}px`, width: '100%' }}
            onClick={() => choose(found[index])}
          >
            <span class="grow">{found[index]?.text}</span>
            <span class="hint">{found[index]?.hint}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
