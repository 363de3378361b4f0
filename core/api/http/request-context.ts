import type { Context } from 'hono';
import * as z from 'zod';
import type { JsonObject } from '../../json.ts';
import type { Identity } from '../../access/identity.ts';
import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import { idSchema } from './ids.ts';
import type { SizeLimits } from './body/size-limits.ts';
import { withoutNulls } from './absent.ts';

/** One request, as a route sees it. */
export interface RequestContext {
  readonly identity: Identity;
  readonly params: Readonly<Record<string, string>>;
  /** Repeated parameters keep all their values. */
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: JsonObject;
  readonly header: (name: string) => string | undefined;
  readonly deps: Dependencies;
  /** Where the caller reached the API, without a slash at the end: `https://api.example.com`. */
  readonly origin: string;
  /** What the host can carry of its answer. */
  readonly sizeLimits: SizeLimits;
}

/** Makes a request of a route of the API out of one of the framework. */
export type ContextOf = (
  context: Context,
  identity: RequestContext['identity'],
) => Promise<RequestContext>;

const userAppId = z.object({ user_id: z.string().optional(), app_id: z.string().optional() });
const withUserAppId = z.object({ user_app_id: userAppId.optional() });

/** The user that a request names: in the path, else the body, else the query. */
export function userNamed(call: RequestContext): string | undefined {
  return (
    call.params['user_id'] ?? bodyScope(call).user_id ?? call.query['user_app_id.user_id']?.[0]
  );
}

/** The user that a request is about. @throws DeeptuneError does-not-exist for anybody else's */
export function userOf(call: RequestContext): string {
  const asked = userNamed(call);
  if (asked === undefined || asked === '' || asked === 'me' || asked === call.identity.userId)
    return call.identity.userId;
  throw fail('doesNotExist', `User '${asked}' does not exist`);
}

/** The app that a request or its key names. */
export function appNamed(call: RequestContext): string | undefined {
  const named =
    call.params['app_id'] ?? bodyScope(call).app_id ?? call.query['user_app_id.app_id']?.[0];
  return named || call.identity.appId;
}

/** True where the request or the key names an app. */
export function namesApp(call: RequestContext): boolean {
  return appNamed(call) !== undefined;
}

/**
 * The app that a request is about: from the path, else the body, else the query, else the key.
 * @throws DeeptuneError does-not-exist, invalid-request where none is named
 */
export async function scopeOf(call: RequestContext): Promise<Scope> {
  const userId = userOf(call);
  const appId = appNamed(call);
  if (!appId) {
    throw fail(
      'invalidRequest',
      'Name the app: in the path, or as user_app_id.app_id in the body or the query',
    );
  }
  const isForeign = call.identity.appId !== undefined && call.identity.appId !== appId;
  const scope = { userId, appId };
  if (isForeign || !idSchema.safeParse(appId).success || !(await isThere(scope, call))) {
    throw fail('doesNotExist', `App '${appId}' does not exist`);
  }
  return scope;
}

/**
 * An app that is being deleted is gone for everybody, though its contents may still be on their way
 * out.
 */
async function isThere(scope: Scope, call: RequestContext): Promise<boolean> {
  const app = await call.deps.table.get(keys.app(scope));
  return app !== undefined && app.data['deletedAt'] === undefined;
}

function bodyScope(call: RequestContext): z.infer<typeof userAppId> {
  return withUserAppId.safeParse(call.body).data?.user_app_id ?? {};
}

/**
 * The body in the shape that a route needs; unknown fields and nulls are ignored, as proto3 JSON
 * asks.
 * @throws DeeptuneError bad-request-format that names the field and what it should be;
 *   not-supported where the schema says so of a field
 */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(withoutNulls(value));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const received = issue?.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  const isUnsupported = issue?.code === 'custom' && issue.params?.['kind'] === 'notSupported';
  throw fail(
    isUnsupported ? 'notSupported' : 'badRequest',
    `Field '${issue?.path.join('.') ?? ''}' ${shown(received)}: ${(issue?.message ?? 'invalid').slice(0, 500)}`,
  );
}

/** What was received, as far as a person wants to read it. */
function shown(received: unknown): string {
  if (received === undefined) return 'is missing';
  const text = JSON.stringify(received);
  return text.length <= shownCharacters
    ? text
    : `${text.slice(0, shownCharacters)}… (${text.length} characters)`;
}

/** Of a value that is refused: of what a client sends by mistake there may be megabytes. */
const shownCharacters = 200;

/** A path parameter; the router guarantees that it is there. */
export function param(call: RequestContext, name: string): string {
  return call.params[name] ?? '';
}

/** Whole numbers arrive as numbers, or as strings (64-bit integers in proto3 JSON). */
export const int64 = z
  .union([z.number(), z.string().regex(/^\d+$/)])
  .transform(Number)
  .pipe(z.int().min(0).max(1_000_000_000));
