import { useEffect, useRef, useState } from 'preact/hooks';
import { Flash } from '../../../parts/flash.tsx';
import { count } from '../../../parts/figures/in-words.ts';
import { acceptedPictures, pictureRules, refusalOfPicture } from './intake.ts';
import type { Source } from './question.ts';

interface DropZoneProps {
  readonly onAdd: (sources: readonly Source[]) => void;
}

/** Takes pictures: dropped, chosen, or pasted from the clipboard anywhere on the page. */
export function DropZone({ onAdd }: DropZoneProps) {
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [isOver, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const take = (files: readonly File[]) => {
    const problems = files.map((file) => [file, refusalOfPicture(file)] as const);
    setRefused(problems.flatMap(([{ name }, why]) => (why ? `${name}: ${why}` : [])));
    const good = problems.flatMap(([file, why]) => (why ? [] : { kind: 'file' as const, file }));
    if (good.length > 0) onAdd(good);
  };
  usePaste(take);
  return (
    <div
      class={`drop ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <label>
        <strong>Drop pictures here, paste one, or choose files</strong>
        <input
          ref={chooser}
          type="file"
          multiple
          accept={`image/*,${acceptedPictures}`}
          onChange={({ currentTarget }) => {
            take([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
        />
      </label>
      <p class="hint">{pictureRules}. They are sent to be predicted with, and not kept.</p>
      {refused.length > 0 && <Refused names={refused} onDismiss={() => setRefused([])} />}
    </div>
  );
}

function Refused({ names, onDismiss }: { names: readonly string[]; onDismiss: () => void }) {
  return (
    <div role="alert">
      <Flash tone="error" onDismiss={onDismiss}>
        {count(names.length, 'file')} not sent:
        <ul>
          {names.slice(0, 10).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {names.length > 10 && <li>and {names.length - 10} more</li>}
        </ul>
      </Flash>
    </div>
  );
}

/** Pictures of the clipboard, wherever on the page they are pasted; texts go where they belong. */
function usePaste(take: (files: readonly File[]) => void): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      latest.current(files);
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, []);
}
