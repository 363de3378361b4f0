import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface PageHeaderProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly children?: ComponentChildren;
  /** Buttons and links at the right. */
  readonly actions?: ComponentChildren;
}

/** A page's heading, which is the title of the browser's tab too. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · deeptune`;
  }, [title]);
  return (
    <header class="page-header">
      <div>
        <h1>{title}</h1>
        {children && <p>{children}</p>}
      </div>
      {actions && <div class="actions">{actions}</div>}
    </header>
  );
}
