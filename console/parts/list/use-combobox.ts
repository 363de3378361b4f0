import { useState } from 'preact/hooks';
import type { SearchOption, SearchSelectProps } from './search-select.tsx';

/** What a combobox is doing. */
export interface Combobox {
  /** What was typed; undefined: the list is closed. */
  readonly text: string | undefined;
  /** What matches. */
  readonly found: readonly SearchOption[];
  /** Which of them the keyboard is on. */
  readonly active: number;
  readonly open: (typed: string) => void;
  readonly close: () => void;
  readonly choose: (option: SearchOption | undefined) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The keyboard of a combobox, as WAI-ARIA describes it. @param scrollTo shows an option */
export function useCombobox(
  { options, value, onChange, onSearch }: SearchSelectProps,
  scrollTo: (index: number) => void,
): Combobox {
  const [text, setText] = useState<string>();
  const [active, setActive] = useState(0);
  const isOpen = text !== undefined;
  const found = onSearch ? options : matching(options, text ?? '');
  const open = (typed: string) => {
    setText(typed);
    setActive(Math.max(0, typed === '' ? options.findIndex((each) => each.id === value) : 0));
    onSearch?.(typed);
  };
  const close = () => setText(undefined);
  const choose = (option: SearchOption | undefined) => {
    close();
    if (option && option.id !== value) onChange(option.id);
  };
  const move = (to: number) => {
    if (!isOpen) return open('');
    const within = Math.max(0, Math.min(found.length - 1, to));
    setActive(within);
    scrollTo(within);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: found.length - 1 };
    const next = to[event.key as keyof typeof to];
    const isArrow = event.key.startsWith('Arrow');
    if (next !== undefined && (isOpen || isArrow)) move(next);
    else if (event.key === 'Escape' && isOpen) close();
    else if (event.key === 'Enter' && isOpen) choose(found[active]);
    else return;
    // Neither a dialog around it closes nor a form is sent.
    event.stopPropagation();
    event.preventDefault();
  };
  return { text, found, active, open, close, choose, onKeyDown };
}

/** Options that hold every word of the text, in what they show or in their id. */
function matching(options: readonly SearchOption[], text: string): readonly SearchOption[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  return options.filter((option) => {
    const all = `${option.text} ${option.hint ?? ''} ${option.id}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
