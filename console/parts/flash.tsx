import type { ComponentChildren } from 'preact';

export type FlashTone = 'info' | 'good' | 'warn' | 'error';

interface FlashProps {
  readonly tone: FlashTone;
  readonly children: ComponentChildren;
  /** Absent: it stays. */
  readonly onDismiss?: () => void;
}

/** A message above what it is about. `role="alert"` is for who shows an error of its own accord. */
export function Flash({ tone, children, onDismiss }: FlashProps) {
  return (
    <div class={`flash ${tone}`}>
      <div>{children}</div>
      {onDismiss && (
        <button type="button" class="icon" aria-label="Dismiss" onClick={onDismiss}>
          ×
        </button>
      )}
    </div>
  );
}
