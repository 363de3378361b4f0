import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Field } from '../form/field.tsx';
import { Problem } from '../states.tsx';
import { Dialog } from './dialog.tsx';
import { DialogFooter } from './dialog-footer.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and what cannot be undone. */
  readonly children: ComponentChildren;
  /** The button's verb: `Delete`. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** A text that must be typed first, for what destroys much. */
  readonly typed?: string;
  /** The dialog closes when it has been done; a refusal is shown in it. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something is done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, verb, isDangerous = false, typed, onConfirm, onClose } = props;
  const [state, setState] = useState<'open' | 'busy' | Error>('open');
  const [text, setText] = useState('');
  const isBusy = state === 'busy';
  const submit = async (event: Event) => {
    event.preventDefault();
    setState('busy');
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setState(error as Error);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <div>{children}</div>
        {typed !== undefined && (
          <Field label={`Type '${typed}' to confirm`}>
            <input
              value={text}
              autocomplete="off"
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </Field>
        )}
        {state instanceof Error && <Problem error={state} />}
        <DialogFooter
          verb={verb}
          isBusy={isBusy}
          isBlocked={typed !== undefined && text !== typed}
          isDangerous={isDangerous === true}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}
