import { defaultSizeLimits } from '../../core/api/http/size-limits.ts';
import type { Identity } from '../../core/access/identity.ts';
import type { RequestLimit } from '../../core/access/rate-limit.ts';
import type { HeavyThread } from './heavy-thread.ts';
import type { Chunk } from './messages.ts';
import { isHeavy } from './is-heavy.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

/** Who answers what. */
export interface Division {
  /** The application in this thread. */
  readonly here: Fetch;
  readonly thread: Pick<HeavyThread, 'fetch'>;
  /** @throws DeeptuneError where nobody is let in */
  readonly identify: (request: Request) => Promise<Identity>;
  readonly requestLimit?: RequestLimit | undefined;
  readonly nowMillis: () => number;
}

/**
 * The application, with heavy requests answered in a thread of their own. What is refused before
 * its body is read (no key, too many requests, too large) is refused here.
 */
export function divide({ here, thread, ...division }: Division): Fetch {
  return async (request) => {
    if (!isHeavy(request) || !(await isLetIn(request, division))) return here(request);
    const body = await bodyOf(request);
    return body === 'too large' ? here(asTooLarge(request)) : thread.fetch(request, body);
  };
}

async function isLetIn(
  request: Request,
  { identify, requestLimit, nowMillis }: Omit<Division, 'here' | 'thread'>,
): Promise<boolean> {
  try {
    const { userId } = await identify(request);
    await requestLimit?.take(userId, nowMillis());
    return true;
  } catch {
    // The application finds the same, and says it in the words of the surface.
    return false;
  }
}

/** The whole body, as far as the host reads one, in the pieces that it came in. */
async function bodyOf(request: Request): Promise<Chunk[] | 'too large' | undefined> {
  const { requestBytes } = defaultSizeLimits;
  if (Number(request.headers.get('content-length') ?? 0) > requestBytes) return 'too large';
  const reader = request.body?.getReader();
  if (!reader) return undefined;
  const chunks: Chunk[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > requestBytes) {
      await reader.cancel().catch(() => undefined);
      return 'too large';
    }
    // Each with memory of its own, which can be handed to another thread as it is.
    chunks.push(new Uint8Array(next.value));
  }
  return chunks;
}

/** The same request as one that says of itself that it is larger than is read. */
function asTooLarge({ url, method, headers }: Request): Request {
  const said = new Headers(headers);
  said.set('content-length', String(defaultSizeLimits.requestBytes + 1));
  return new Request(url, { method, headers: said });
}
