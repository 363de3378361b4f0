import { isAllowed } from '../../../access/scopes.ts';
import type { NewInput } from '../../../dataset/input/new-input.ts';
import { invalid } from '../../../dataset/input/load-content.ts';
import { statedContent } from '../../../dataset/input/stated-content.ts';
import { getInput } from '../../../dataset/record/store-input.ts';
import { DeeptuneError, errors } from '../../../errors.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { scopeOf } from '../../http/request-context.ts';

type Content = NewInput['content'];
type ByUrl = Extract<Content, { kind: 'url' }>;

/** What follows the origin in our addresses of inputs, see `hostedAddress`. */
const hosted =
  /^\/v2\/users\/([^/]+)\/apps\/([^/]+)\/hosted\/orig\/inputs\/([^/?#]+)(\/masks\/[^/?#]+)?(?:[?#].*)?$/;

/**
 * Contents whose URL is our own address of an input, with what that input holds in its place:
 * nothing is fetched, and nobody gets what his key may not read. All others are as they were.
 */
export function withHosted(contents: readonly Content[], call: RequestContext): Promise<Content[]> {
  return Promise.all(
    contents.map((content) => (content.kind === 'url' ? own(content, call) : content)),
  );
}

async function own(content: ByUrl, call: RequestContext): Promise<Content> {
  const { url, of } = content;
  const path = url.startsWith(`${call.origin}/`) ? url.slice(call.origin.length) : '';
  const [, user, app, id, mask] = hosted.exec(path) ?? [];
  if (user === undefined || app === undefined || id === undefined) return content;
  if (mask !== undefined) return refused(of, url, 'it is a mask; send its bytes as base64');
  if (!isAllowed('GetInput', call.identity))
    return refused(of, url, 'this key may not read inputs (GetInput); send the bytes as base64');
  try {
    const params = { user_id: decodeURIComponent(user), app_id: app };
    const input = await getInput(await scopeOf({ ...call, params }), id, call.deps);
    return { kind: 'stored', of, data: statedContent(input.data, of, input.id) };
  } catch (error) {
    if (!(error instanceof DeeptuneError || error instanceof URIError)) throw error;
    return refused(of, url, `${error.message}, for this key`);
  }
}

function refused(of: ByUrl['of'], url: string, reason: string): Content {
  const { status } = errors.inputDownloadFailed;
  const shown = url.length > 200 ? `${url.slice(0, 200)}…` : url;
  return {
    kind: 'stored',
    of,
    data: invalid(of, status, `'${shown}' is this service's own address: ${reason}`),
  };
}
