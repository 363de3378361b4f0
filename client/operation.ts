import type { Answers } from '../core/api/wire/messages.ts';
import type { operations } from '../core/api/wire/operations.ts';
import type { Queries, Requests } from '../core/api/wire/requests.ts';

/** Clarifai's RPC name, or deeptune's own for an extension. */
export type Operation = keyof Answers & keyof typeof operations;

/** The body of an operation and an idempotency key; nothing where it takes no body. */
export type RestOf<Asked extends Operation> = Asked extends keyof Requests
  ? Record<string, never> extends Requests[Asked]
    ? [body?: Requests[Asked], idempotencyKey?: string]
    : [body: Requests[Asked], idempotencyKey?: string]
  : [body?: undefined, idempotencyKey?: undefined];

/**
 * What is named in the path of an operation, but for the user and the app, and what its query
 * takes.
 */
export type ParametersOf<Asked extends Operation> = NamesOf<PathsOf<Asked>> &
  QueryOf<Asked> & { readonly user_id?: string; readonly app_id?: string };

type PathsOf<Asked extends Operation> = (typeof operations)[Asked] extends readonly [
  string,
  ...infer Paths,
]
  ? Paths[number]
  : never;

/** Of several paths the names of any one. */
type NamesOf<Path> = Path extends string
  ? { readonly [Name in Exclude<NameIn<Path>, 'user_id' | 'app_id'>]: string }
  : never;

type NameIn<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | NameIn<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type QueryOf<Asked> = Asked extends keyof Queries ? Queries[Asked] : unknown;
