import type { Input } from '../../../../core/api/wire/messages.ts';
import { Labels } from './labels.tsx';
import { Thumbnail } from './thumbnail.tsx';

interface InputCellProps {
  /** Undefined: on its way. */
  readonly input: Input | undefined;
  readonly error: Error | undefined;
  /** Ids of those that it goes with: the original of a copy. */
  readonly companions: readonly string[] | undefined;
  readonly isSelected: boolean;
  readonly onToggle: () => void;
}

/** One input in the grid: its picture or the beginning of its text, its labels below. */
export function InputCell(props: InputCellProps) {
  const { input, error, companions = [], isSelected, onToggle } = props;
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    onToggle();
  };
  return (
    <>
      <span class="cell-check" aria-hidden="true" onClick={toggle} title="Select">
        {isSelected ? '✓' : ''}
      </span>
      {input ? <Content input={input} /> : <Missing error={error} />}
      {companions.length > 0 && <p class="labels none">as {companions.join(', ')}</p>}
    </>
  );
}

function Content({ input }: { input: Input }) {
  return (
    <>
      <div class="cell-content">
        {input.data.text ? (
          <p class="cell-text" dir="auto">
            {(input.data.text.raw ?? '').slice(0, 400)}
          </p>
        ) : (
          <Thumbnail input={input} />
        )}
      </div>
      <Labels input={input} />
    </>
  );
}

function Missing({ error }: { error: Error | undefined }) {
  return <p class="hint">{error ? `Not read: ${error.message}` : '…'}</p>;
}
