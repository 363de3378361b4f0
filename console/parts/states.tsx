import type { ComponentChildren } from 'preact';
import { ApiError } from '../../client/api-error.ts';
import { Flash } from './flash.tsx';

interface LoadingProps {
  /** `models`. */
  readonly what: string;
  /** How many lines stand in for it. */
  readonly lines?: number;
}

/** What is shown while an answer is on its way: lines that stand in for it. */
export function Loading({ what, lines = 4 }: LoadingProps) {
  return (
    <div role="status">
      <span class="hidden">Loading {what} …</span>
      <Skeleton lines={lines} />
    </div>
  );
}

/** Lines that stand in for what is on its way. */
export function Skeleton({ lines }: { lines: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  );
}

/** Something goes on, beside a word. */
export function Spinner() {
  return <span class="spinner" aria-hidden="true" />;
}

interface ProblemProps {
  readonly error: Error;
  /** What could not be done: `The key was not created`. */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** What the service refused, with its stable code, or that it could not be reached. */
export function Problem({ error, title, onRetry }: ProblemProps) {
  return (
    <div role="alert">
      <Flash tone="error">
        {title && <strong>{title}. </strong>}
        {problemText(error)}
        {error instanceof ApiError && <div class="hint">code {error.code}</div>}
        {onRetry && (
          <p>
            <button type="button" onClick={onRetry}>
              Try again
            </button>
          </p>
        )}
      </Flash>
    </div>
  );
}

/** An error in words: the service's own, or that it did not answer. */
export function problemText(error: Error): string {
  if (error instanceof ApiError) return error.details ?? error.description;
  if (error instanceof TypeError) return `The service does not answer (${error.message})`;
  return error.message;
}

/** A list without items: what would stand here, and how one gets it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="panel empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
