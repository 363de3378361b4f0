import type { Operation } from './operation.ts';
import { operations } from '../core/api/wire/operations.ts';

/** What stands in a request's path or query. */
export type Value = string | number | boolean | readonly string[];

/** The user and the app, where a request does not name others. */
export interface Scope {
  readonly user_id: string;
  readonly app_id: string;
}

/** Method and target of a request. */
export interface Target {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
}

/**
 * Of the paths of an operation the one that names most of what is given; what it does not name goes
 * into the query.
 * @throws Error where a parameter of every path is missing
 */
export function targetOf(
  operation: Operation,
  parameters: Readonly<Record<string, Value | undefined>>,
  scope: Scope,
): Target {
  const [method, ...paths] = operations[operation];
  const given: Readonly<Record<string, Value | undefined>> = { ...scope, ...parameters };
  const possible = paths.filter((path) => namesIn(path).every((name) => given[name] !== undefined));
  const [path] = possible.sort((a, b) => namesIn(b).length - namesIn(a).length);
  if (path === undefined)
    throw new Error(`${operation} needs what its path names: ${paths.join(' or ')}`);
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(given[name])),
  );
  return { method, path: filled + queryOf(parameters, namesIn(path)) };
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
}

/** Lists are repeated parameters. */
function queryOf(
  parameters: Readonly<Record<string, Value | undefined>>,
  inPath: readonly string[],
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (inPath.includes(name) || value === undefined) continue;
    for (const each of [value].flat()) query.append(name, String(each));
  }
  return query.size === 0 ? '' : `?${query}`;
}
