import type { ComponentChildren } from 'preact';
import { ApiError } from '../../client/api-error.ts';

/** What is shown while an answer is on its way. */
export function Loading({ what }: { what: string }) {
  return (
    <p class="loading" role="status">
      Loading {what} …
    </p>
  );
}

/** What the service refused, with its stable code, or that it could not be reached. */
export function Problem({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const isRefusal = error instanceof ApiError;
  const text = isRefusal ? (error.details ?? error.description) : error.message;
  return (
    <div class="flash error" role="alert">
      <p>{text}</p>
      {isRefusal && <p class="hint">code {error.code}</p>}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** A list without items: what would stand here, and how one gets it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <section class="empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
