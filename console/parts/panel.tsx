import type { ComponentChildren } from 'preact';

interface PanelProps {
  readonly title: string;
  /** A sentence below the title. */
  readonly text?: ComponentChildren;
  /** Buttons and links at the right of the title. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A part of a page with a heading of its own. */
export function Panel({ title, text, actions, children }: PanelProps) {
  return (
    <section class="panel">
      <header>
        <h2>{title}</h2>
        {actions && <div class="row actions">{actions}</div>}
        {text && <p>{text}</p>}
      </header>
      {children}
    </section>
  );
}
