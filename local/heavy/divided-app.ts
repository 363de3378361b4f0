import { defaultSizeLimits } from '../../core/api/http/body/size-limits.ts';
import type { Identity } from '../../core/access/identity.ts';
import type { RequestLimit } from '../../core/access/rate-limit.ts';
import type { HeavyProcess } from './heavy-process.ts';
import { IncomingBody } from './incoming-body.ts';
import { isHeavy } from './is-heavy.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

/** Who answers what. */
export interface Division {
  /** The application in this process. */
  readonly here: Fetch;
  readonly heavy: Pick<HeavyProcess, 'fetch'>;
  /** @throws DeeptuneError where nobody is let in */
  readonly identify: (request: Request) => Promise<Identity>;
  readonly requestLimit?: RequestLimit | undefined;
  readonly nowMillis: () => number;
}

/**
 * The application, with heavy requests answered in a process of their own. What is refused before
 * its body is read (no key, too many requests, a length that is too large) is refused here.
 */
export function divide({ here, heavy, ...division }: Division): Fetch {
  return async (request) => {
    if (!isHeavy(request) || !(await isLetIn(request, division))) return here(request);
    const body = new IncomingBody(request);
    if (!saysTooLarge(request)) return heavy.fetch(request, body);
    await body.discard();
    const { url, method, headers } = request;
    return here(new Request(url, { method, headers }));
  };
}

async function isLetIn(
  request: Request,
  { identify, requestLimit, nowMillis }: Omit<Division, 'here' | 'heavy'>,
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

function saysTooLarge({ headers }: Request): boolean {
  return Number(headers.get('content-length') ?? 0) > defaultSizeLimits.requestBytes;
}
