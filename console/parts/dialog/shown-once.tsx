import { CopyButton } from '../copy-button.tsx';
import { Flash } from '../flash.tsx';
import { Dialog } from './dialog.tsx';

interface ShownOnceProps {
  readonly title: string;
  readonly text: string;
  /** What it is for. */
  readonly hint?: string;
  readonly onClose: () => void;
}

/** A secret that is shown this once. Escape does not close it: it would be lost by accident. */
export function ShownOnce({ title, text, hint, onClose }: ShownOnceProps) {
  return (
    <Dialog title={title} onClose={() => undefined}>
      <Flash tone="warn">Copy it now: it is shown this once, and nobody can show it again.</Flash>
      <pre>{text}</pre>
      {hint && <p class="hint">{hint}</p>}
      <footer>
        <CopyButton text={text} label="Copy" />
        <button type="button" class="primary" onClick={onClose}>
          I have kept it
        </button>
      </footer>
    </Dialog>
  );
}
