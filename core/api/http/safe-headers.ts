import type { MiddlewareHandler } from 'hono';

/**
 * What a browser is told of every answer, whoever's content is in it: not to guess another type
 * than is said, not to run or to frame it, and not to tell other sites where it came from.
 */
const safeHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Sets them on every answer that does not say otherwise itself, refusals included. */
export const withSafeHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(safeHeaders))
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
};
