import type { Context } from 'hono';
import type { z } from 'zod';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { OpenAiMessages } from '../wire/messages.ts';
import type { Cursor } from './list.ts';
import { readBody } from '../http/body/body.ts';
import type { SizeLimits } from '../http/body/size-limits.ts';
import { invalid } from './open-ai-error.ts';

/** One request, as a route below `/v1` sees it. */
export interface OpenAiCall {
  readonly context: Context;
  readonly scope: Scope;
  readonly deps: Dependencies;
  readonly sizeLimits: SizeLimits;
}

/** A route of any message; its handler answers that message, or a file as it is. */
export type OpenAiRoute =
  | {
      [Message in keyof OpenAiMessages]: RouteOf<Message, OpenAiMessages[Message]>;
    }[keyof OpenAiMessages]
  | RouteOf<'bytes', Response>;

interface RouteOf<Message extends string, Answered> {
  /** OpenAI's own name of the operation. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v1`; `:name` is a parameter. */
  readonly path: string;
  /** The RPC whose scopes a key needs for the same over the other surface. */
  readonly operation: string;
  /** What the body must be: the schema that the handler parses it with; as JSON, or as a form. */
  readonly body?: { readonly schema: z.ZodType; readonly isForm?: true };
  /** Parameters of the query. */
  readonly query?: readonly QueryParameter[];
  /** True: an app that is not there comes into being. */
  readonly makesApp?: true;
  /** True: with `stream` the answer comes as server-sent events. */
  readonly isStreamed?: true;
  /** The message that is answered, see `open-ai-messages.ts`; `bytes` for a file as it is. */
  readonly answer: Message;
  readonly handle: (call: OpenAiCall) => Promise<Answered | Response>;
}

export type QueryParameter = 'after' | 'limit' | 'purpose' | 'order' | 'metadata';

export const cursorParameters = ['after', 'limit'] as const;

/** A parameter of the path; the router guarantees that it is there. */
export function pathParameter({ context }: OpenAiCall, name: string): string {
  return context.req.param(name) ?? '';
}

export function cursorOf({ context }: OpenAiCall): Cursor {
  return { after: context.req.query('after'), limit: context.req.query('limit') };
}

/**
 * The body as JSON. @throws DeeptuneError bad-request-format where it is no JSON object, too large,
 * or holds half a character
 */
export function bodyOf({ context, sizeLimits }: OpenAiCall): Promise<unknown> {
  return readBody(context, sizeLimits);
}

/** The fields of a form. @throws OpenAiError 400 where the body is no form */
export async function formOf({ context }: OpenAiCall): Promise<object> {
  try {
    return await context.req.parseBody();
  } catch {
    throw invalid('', 'The body must be a multipart form', 'invalid_form');
  }
}
