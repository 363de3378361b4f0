import { useQueryClient } from '@tanstack/preact-query';
import { useEffect, useErrorBoundary } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Flash } from '../flash.tsx';
import { PageHeader } from '../page-header.tsx';

/** A part of the bundle did not come: the host does not answer, or was updated meanwhile. */
const notLoaded = /dynamically imported module|module script/i;

interface ErrorBoundaryProps {
  /** Of the page: another one is tried at once. */
  readonly path: string;
  readonly children: ComponentChildren;
}

/** What stands in place of a page that failed; the frame around it stays. */
export function ErrorBoundary({ path, children }: ErrorBoundaryProps) {
  const [error, reset] = useErrorBoundary() as [Error | undefined, () => void];
  const kept = useQueryClient();
  const tryAgain = () => {
    // What the page failed on may be an answer: all are read anew.
    void kept.resetQueries();
    reset();
  };
  useEffect(() => {
    if (error) reset();
  }, [path]);
  if (!error) return <>{children}</>;
  const isNotLoaded = notLoaded.test(error.message);
  return (
    <>
      <PageHeader title={isNotLoaded ? 'This page could not be loaded' : 'This page failed'} />
      <Flash tone={isNotLoaded ? 'warn' : 'error'}>
        <div class="stack">
          <p>
            {isNotLoaded
              ? 'The host does not answer, then try again; or it serves a newer console by now, then load the page again.'
              : `It is a fault of the console; nothing was changed by it. ${error.message}`}
          </p>
          <div class="row">
            <button type="button" class="primary" onClick={() => location.reload()}>
              Load the page again
            </button>
            <button type="button" onClick={tryAgain}>
              Try again
            </button>
          </div>
        </div>
      </Flash>
    </>
  );
}
