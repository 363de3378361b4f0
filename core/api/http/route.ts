import type { z } from 'zod';
import type { Answers, Status } from '../wire/messages.ts';
import type { RequestContext } from './request-context.ts';
import type { QueryParameters } from './query-values.ts';

/** Clarifai's RPC name, or our own for an extension. */
export type Operation = keyof Answers;

/**
 * What the handler of an operation answers: its message without the `status`, or with one of its
 * own (mixed success).
 */
export type Answer<Asked extends Operation> = Unsent<Answers[Asked]>;
type Unsent<Message> = Message extends { readonly status: unknown }
  ? Omit<Message, 'status'> & { readonly status?: Status }
  : never;

/** A route of any operation; its handler answers that operation's message. */
export type Route = { [Asked in Operation]: RouteOf<Asked> }[Operation];

export interface RouteOf<Asked extends Operation> {
  readonly operation: Asked;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/v2`; `:name` is a parameter. */
  readonly path: string;
  /**
   * `app`: served below `/v2/users/:user_id/apps/:app_id` and below `/v2`. `user`: below
   * `/v2/users/:user_id`. `both`: all three. `root`: below `/v2` only.
   */
  readonly under: 'app' | 'user' | 'both' | 'root';
  /** True: answered without a key. */
  readonly isOpen?: true;
  /** True: answered as `text/event-stream`, by hosts that can; else with 501. */
  readonly isStream?: true;
  /** True: HTTP 200 whatever status the answer carries, because that is what was asked for. */
  readonly isAnswerOk?: true;
  /**
   * What the body must be: the schema that the handler parses it with. Absent: a body is ignored.
   */
  readonly body?: z.ZodType;
  /** Parameters of the query; no other reaches the handler. */
  readonly query?: QueryParameters;
  /**
   * True: what it starts, or quotes, costs money, and is refused (402) where a budget does not
   * allow it.
   */
  readonly isBilled?: true;
  /**
   * True: a field or parameter that nothing reads is refused, as on every billed route, since what
   * it sets lasts: a price, a schedule, a key. Elsewhere the answer names it.
   */
  readonly refusesUnread?: true;
  /** True: an operator's key may name any tenant in the path, and the route answers as for his. */
  readonly isForAnyTenant?: true;
  readonly handle: (call: RequestContext) => Promise<Answer<Asked>> | Answer<Asked>;
}

const prefixes: Readonly<Record<Route['under'], readonly string[]>> = {
  app: ['/v2/users/:user_id/apps/:app_id', '/v2'],
  user: ['/v2/users/:user_id'],
  both: ['/v2/users/:user_id/apps/:app_id', '/v2/users/:user_id', '/v2'],
  root: ['/v2'],
};

/** Every path that a route is served under, without trailing slash. */
export function pathsOf(route: Route): string[] {
  return prefixes[route.under].map((prefix) => prefix + route.path);
}
