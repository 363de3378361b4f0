import { Spinner } from '../states.tsx';

interface DialogFooterProps {
  /** What the dialog does, as its button says it: `Create key`. */
  readonly verb: string;
  readonly isBusy: boolean;
  /** True: it cannot be done as asked. */
  readonly isBlocked?: boolean;
  readonly isDangerous?: boolean;
  readonly onClose: () => void;
}

/** The end of a dialog's form: leave it, or do it. */
export function DialogFooter({ verb, isBusy, isBlocked, isDangerous, onClose }: DialogFooterProps) {
  return (
    <footer>
      <button type="button" onClick={onClose}>
        Cancel
      </button>
      <button class={isDangerous ? 'danger' : 'primary'} disabled={isBusy || isBlocked === true}>
        {isBusy && <Spinner />} {verb}
      </button>
    </footer>
  );
}
