import { Spinner } from '../states.tsx';

interface DialogFooterProps {
  /** What the dialog does, as its button says it: `Create key`. */
  readonly verb: string;
  readonly isBusy: boolean;
  /** True: it cannot be done as asked. */
  readonly isBlocked?: boolean;
  readonly isDangerous?: boolean;
  /** Absent: `Cancel`. */
  readonly leave?: string;
  readonly onClose: () => void;
}

/** The end of a dialog's form: leave it, or do it. */
export function DialogFooter(props: DialogFooterProps) {
  const { verb, isBusy, isBlocked, isDangerous, leave = 'Cancel', onClose } = props;
  return (
    <footer>
      <button type="button" onClick={onClose}>
        {leave}
      </button>
      <button class={isDangerous ? 'danger' : 'primary'} disabled={isBusy || isBlocked === true}>
        {isBusy && <Spinner />} {verb}
      </button>
    </footer>
  );
}
