import { cors } from 'hono/cors';

/** Pages of every origin may call: what permits is the key, and no browser sends that by itself. */
export const fromEverywhere = cors({
  origin: '*',
  allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key'],
  allowMethods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
});
