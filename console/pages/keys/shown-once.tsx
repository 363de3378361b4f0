import { Dialog } from '../../parts/dialog/dialog.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Flash } from '../../parts/flash.tsx';

interface ShownOnceProps {
  readonly title: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** A secret that is shown this once. Escape does not close it: it would be lost by accident. */
export function ShownOnce({ title, text, onClose }: ShownOnceProps) {
  return (
    <Dialog title={title} onClose={() => undefined}>
      <Flash tone="warn">
        Copy it now: it is shown this once. Only its hash is kept, so nobody can show it again.
      </Flash>
      <pre class="secret">{text}</pre>
      <footer>
        <CopyButton text={text} label="Copy" />
        <button type="button" class="primary" onClick={onClose}>
          I have kept it
        </button>
      </footer>
    </Dialog>
  );
}
