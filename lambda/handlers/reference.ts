import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { allRoutes } from '../../core/api/clarifai/all-routes.ts';
import { fromEverywhere } from '../../core/api/http/origins.ts';
import { withSafeHeaders } from '../../core/api/http/safe-headers.ts';
import { serveDocument } from '../../core/api/reference/serve.ts';

const app = new Hono().use(withSafeHeaders).use(fromEverywhere);
serveDocument(app, allRoutes);

/**
 * HTTP API: the document and its page. It describes every route and serves none of them, and may do
 * nothing in the account; what it says is no load on the start of the others.
 */
export const handler = handle(app);
