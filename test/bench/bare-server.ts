import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** The bare framework: every path answers the same small JSON. */
const app = new Hono();
app.get('*', (context) => context.json({ status: { code: 10000, description: 'Ok' } }));

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) => {
  process.stderr.write(`listens on http://127.0.0.1:${info.port}, and that is all\n`);
});
