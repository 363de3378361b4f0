import { useState } from 'preact/hooks';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { count, grouped } from '../../../parts/figures/in-words.ts';
import { countOf, selectAll, selectNone } from '../../../parts/list/selection.ts';
import type { Selection } from '../../../parts/list/selection.ts';
import { problemText } from '../../../parts/states.tsx';
import { useClient } from '../../../api/use-call.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { RelabelDialog } from './relabel-dialog.tsx';
import { sendPatches, undoOf } from './relabel.ts';
import type { ShownInputs } from './use-input-list.ts';

interface SelectionBarProps {
  readonly datasetId: string;
  readonly shown: ShownInputs;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onOpen: (index: number) => void;
}

/** What was changed last, and how it was before. */
interface Undoable {
  readonly text: string;
  /** True: which inputs are listed changes, and not their labels alone. */
  readonly isOfList: boolean;
  readonly undo: () => Promise<readonly Input[]>;
}

/** How many are selected, and what can be done with them. */
export function SelectionBar({ datasetId, shown, selection, onSelect, onOpen }: SelectionBarProps) {
  const [dialog, setDialog] = useState<'relabel' | 'delete'>();
  const [last, setLast] = useState<Undoable>();
  const selected = countOf(selection);
  const total = shown.list?.count ?? 0;
  const read = () => shown.inputsAt(selection.ranges);
  const relabelled = useRelabelled(shown, setLast);
  if (total === 0 && !last) return null;
  return (
    <div class="row selection-bar" role="toolbar" aria-label="Selected inputs">
      <span role="status">{selected > 0 ? `${grouped(selected)} selected` : 'None selected'}</span>
      <button type="button" onClick={() => onSelect(selectAll(selection, total))}>
        Select all {grouped(total)}
      </button>
      <button
        type="button"
        disabled={selected === 0}
        onClick={() => onSelect(selectNone(selection))}
      >
        Select none
      </button>
      <button
        type="button"
        disabled={selected !== 1}
        onClick={() => onOpen(selection.ranges[0]![0])}
      >
        Details
      </button>
      <button type="button" disabled={selected === 0} onClick={() => setDialog('relabel')}>
        Relabel
      </button>
      <button type="button" disabled={selected === 0} onClick={() => setDialog('delete')}>
        Delete
      </button>
      {last && <Undo last={last} onUndone={() => setLast(undefined)} shown={shown} />}
      {dialog === 'relabel' && (
        <RelabelDialog
          count={selected}
          read={read}
          onDone={relabelled}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'delete' && (
        <DeleteDialog
          datasetId={datasetId}
          count={selected}
          read={read}
          onDone={(undo) => {
            setLast(undo && { text: 'Put them back', isOfList: true, undo });
            shown.reload();
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}

/** Shows what a relabelling has changed, says so, and keeps how it is taken back. */
function useRelabelled(shown: ShownInputs, setLast: (last: Undoable) => void) {
  const announce = useAnnounce();
  const client = useClient();
  return (before: readonly Input[], after: readonly Input[]) => {
    shown.cache?.replace(after);
    announce(`${count(after.length, 'input')} relabelled`, 'good');
    setLast({
      text: `Undo the relabelling of ${count(after.length, 'input')}`,
      isOfList: false,
      undo: () => sendPatches(client, undoOf(before, after)),
    });
  };
}

interface UndoProps {
  readonly last: Undoable;
  readonly shown: ShownInputs;
  readonly onUndone: () => void;
}

function Undo({ last, shown, onUndone }: UndoProps) {
  const announce = useAnnounce();
  const [isBusy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    try {
      const restored = await last.undo();
      if (last.isOfList) shown.reload();
      else shown.cache?.replace(restored);
      announce(`${count(restored.length, 'input')} as before`, 'good');
      onUndone();
    } catch (error) {
      announce(`Not undone: ${problemText(error as Error)}`, 'error');
    }
    setBusy(false);
  };
  return (
    <button type="button" disabled={isBusy} onClick={() => void undo()}>
      {last.text}
    </button>
  );
}
