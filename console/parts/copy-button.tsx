import { useAnnounce } from './announcer.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied: `Copy key`. */
  readonly label: string;
}

/** Copies a text to the clipboard, and says so. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const announce = useAnnounce();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce('Copied', 'good');
    } catch {
      announce('This browser does not let the page copy: select the text instead', 'warn');
    }
  };
  return (
    <button type="button" onClick={() => void copy()}>
      {label}
    </button>
  );
}
