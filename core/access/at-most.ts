import { holds } from './scopes.ts';

/** What a key opens: a stored key, a caller's identity, or a key that is asked for. */
export interface Grant {
  readonly scopes: readonly string[];
  /** Absent or empty: every operation that the scopes allow. */
  readonly endpoints?: readonly string[] | undefined;
  /** Absent: every app of the user. */
  readonly appId?: string | undefined;
  /** ISO 8601 UTC with milliseconds; absent: for ever. */
  readonly expiresAt?: string | undefined;
  /** See `Identity`. */
  readonly isOperator?: true | undefined;
}

/**
 * Compares two keys of one user. Every way to make, change or end a key asks this first, so that
 * no chain of keys leads to more than what its first one could do.
 * @returns undefined where `child` can do nothing that `maker` cannot; else what it could, as the
 *   end of the sentence "The key that asks …"
 */
export function atMost(child: Grant, maker: Grant): string | undefined {
  return (
    beyondScopes(child, maker) ??
    beyondEndpoints(child, maker) ??
    beyondApp(child, maker) ??
    beyondExpiry(child, maker) ??
    beyondOperator(child, maker)
  );
}

function beyondScopes(child: Grant, maker: Grant): string | undefined {
  const foreign = child.scopes.find((each) => !holds(maker.scopes, each));
  return foreign === undefined ? undefined : `lacks the scope '${foreign}' itself`;
}

function beyondEndpoints(child: Grant, maker: Grant): string | undefined {
  const limits = maker.endpoints ?? [];
  const asked = child.endpoints ?? [];
  if (limits.length === 0) return undefined;
  const own = limits.join(', ');
  if (asked.length === 0) return `is limited to ${own}; name 'endpoints' among these`;
  const foreign = asked.find((each) => !limits.includes(each));
  return foreign === undefined ? undefined : `is limited to ${own}, without '${foreign}'`;
}

function beyondApp(child: Grant, maker: Grant): string | undefined {
  if (maker.appId === undefined || child.appId === maker.appId) return undefined;
  return `opens the app '${maker.appId}' only`;
}

function beyondExpiry(child: Grant, maker: Grant): string | undefined {
  if (maker.expiresAt === undefined) return undefined;
  if (child.expiresAt !== undefined && child.expiresAt <= maker.expiresAt) return undefined;
  return `ends at ${maker.expiresAt}; give 'expires_at' no later than that`;
}

function beyondOperator(child: Grant, maker: Grant): string | undefined {
  return child.isOperator && !maker.isOperator ? "is not an operator's" : undefined;
}
