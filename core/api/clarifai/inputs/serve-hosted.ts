import type { Context, Hono } from 'hono';
import { assertAllowed } from '../../../access/scopes.ts';
import { hostedMaskPath, hostedPath } from '../../../dataset/record/hosted-address.ts';
import { annotationsOf } from '../../../dataset/record/labels.ts';
import { getInput } from '../../../dataset/record/store-input.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { ApiHost } from '../../http/api-host.ts';
import { identityOf } from '../../http/api-host.ts';
import type { ContextOf } from '../../http/request-context.ts';
import { param, scopeOf } from '../../http/request-context.ts';

/** How long the link works that a reader is sent on to, seconds: long enough to begin. */
const linkSeconds = 300;

/**
 * Serves the addresses of inputs (`hostedAddress`): a text as it is, a picture by a link to where
 * its bytes lie, so that they pass no Lambda. The entity tag of a picture is the SHA-256 of its
 * bytes, by which a reader compares it with his own. `context` is a whole request of its own: what
 * a key may not read is not there.
 */
export function serveHosted(app: Hono, host: ApiHost, contextOf: ContextOf): void {
  app.get(hostedPath, async (context) => {
    const { scope, input } = await readerOf(context);
    const { id, data } = input;
    if (data.kind === 'text') return text(context, data.text);
    if (data.kind === 'image') return sendOn(context, scope, data.sha256);
    throw fail('doesNotExist', `Input '${id}' was not ingested: ${data.reason}`);
  });
  app.get(hostedMaskPath, async (context) => {
    const { scope, input, call } = await readerOf(context);
    const mask = param(call, 'mask');
    const all = annotationsOf(input, scope.userId).flatMap(({ regions }) => regions);
    if (all.some((region) => region.mask === mask)) return sendOn(context, scope, mask);
    throw fail('doesNotExist', `Input '${input.id}' has no region with the mask '${mask}'`);
  });

  async function readerOf(context: Context) {
    const identity = await identityOf(context, host);
    assertAllowed('GetInput', identity);
    const call = await contextOf(context, identity);
    const scope = await scopeOf(call);
    return { call, scope, input: await getInput(scope, param(call, 'input_id'), host.deps) };
  }

  async function sendOn(context: Context, scope: Scope, sha256: string): Promise<Response> {
    const key = objectKeys.input(scope, sha256);
    context.header('etag', `"${sha256}"`);
    return context.redirect(await host.deps.objects.downloadUrl(key, linkSeconds), 302);
  }
}

/** Never read as a page: a text may hold any markup. */
function text(context: Context, body: string): Response {
  return context.body(body, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
}
