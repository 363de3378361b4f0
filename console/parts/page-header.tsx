import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface PageHeaderProps {
  readonly title: string;
  /** The tab of the page that is open, for the title of the browser's tab: `emoji: Report`. */
  readonly part?: string;
  /** One sentence below the title. */
  readonly children?: ComponentChildren;
  /** Buttons and links at the right. */
  readonly actions?: ComponentChildren;
}

/** Where the focus was last given to a heading; undefined: the page has just been loaded. */
let lastPath: string | undefined;

/**
 * A page's heading, which is the title of the browser's tab too. It gets the focus when the page
 * has changed, so that the keyboard and screen readers begin there.
 */
export function PageHeader({ title, part, children, actions }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${part === undefined ? title : `${title}: ${part}`} · deeptune`;
    const { pathname } = location;
    if (lastPath !== undefined && lastPath !== pathname) heading.current?.focus();
    lastPath = pathname;
  }, [title, part]);
  return (
    <header class="page-header">
      <div class="grow">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children && <p>{children}</p>}
      </div>
      {actions && <div class="row actions">{actions}</div>}
    </header>
  );
}
