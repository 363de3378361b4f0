import { useEffect, useErrorBoundary } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Flash } from '../flash.tsx';
import { PageHeader } from '../page-header.tsx';

/** A part of the bundle that the host does not have any more: it was updated meanwhile. */
const outdated = /dynamically imported module|module script/i;

interface ErrorBoundaryProps {
  /** Of the page: another one is tried at once. */
  readonly path: string;
  readonly children: ComponentChildren;
}

/** What stands in place of a page that failed; the frame around it stays. */
export function ErrorBoundary({ path, children }: ErrorBoundaryProps) {
  const [error, reset] = useErrorBoundary() as [Error | undefined, () => void];
  useEffect(() => {
    if (error) reset();
  }, [path]);
  if (!error) return <>{children}</>;
  const isOutdated = outdated.test(error.message);
  return (
    <>
      <PageHeader title={isOutdated ? 'The console has changed' : 'This page failed'} />
      <Flash tone={isOutdated ? 'info' : 'error'}>
        <p>
          {isOutdated
            ? 'A newer console is served, or the host does not answer: load the page again.'
            : `It is a fault of the console; nothing was changed by it. ${error.message}`}
        </p>
        <div class="row">
          <button type="button" class="primary" onClick={() => location.reload()}>
            Load the page again
          </button>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </div>
      </Flash>
    </>
  );
}
