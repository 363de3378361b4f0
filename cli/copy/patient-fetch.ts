import type { ClientOptions } from '../../client/client.ts';
import { isTransient } from '../import/sending/backoff.ts';

export type Fetch = NonNullable<ClientOptions['fetch']>;

export interface Patience {
  readonly carry: Fetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Told before every pause. */
  readonly onRetry: (why: string, milliseconds: number) => void;
}

/** Nine tries over four minutes: a limit of requests per minute is over by then. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 120_000];
/** The longest that the other side may ask for, milliseconds. */
const maxPause = 300_000;

/**
 * A fetch that tries again where the other side is busy (429), ails (5xx) or cannot be reached any
 * more, after as long as its Retry-After says, else longer and longer. An address that never
 * answered is wrong, or its service is not running: it is not tried again.
 * @returns the last answer, whatever its status
 * @throws Error naming the address that could not be reached
 */
export function patientFetch({ carry, wait, onRetry }: Patience): Fetch {
  const reached = new Set<string>();
  return async (url, init) => {
    const { origin } = new URL(url);
    for (let tries = 0; ; tries += 1) {
      const answer = await attempt(carry, url, init);
      if (answer instanceof Response) reached.add(origin);
      if (answer instanceof Response && !isTransient(answer.status)) return answer;
      const pause = pauses[tries];
      if (pause === undefined || !reached.has(origin)) return given(answer, origin);
      const asked = answer instanceof Response ? retryAfter(answer) : undefined;
      const milliseconds = Math.min(asked ?? pause, maxPause);
      const why = answer instanceof Response ? `HTTP ${answer.status}` : answer.message;
      onRetry(`${origin}: ${why}`, milliseconds);
      await wait(milliseconds);
    }
  };
}

async function attempt(carry: Fetch, url: string, init: RequestInit): Promise<Response | Error> {
  try {
    return await carry(url, init);
  } catch (error) {
    const { message, cause } = error as Error & { cause?: Error };
    return new Error(cause?.message ?? message, { cause: error });
  }
}

function given(answer: Response | Error, origin: string): Response {
  if (answer instanceof Response) return answer;
  throw new Error(`${origin} cannot be reached: ${answer.message}`, { cause: answer });
}

/** In milliseconds. A date (RFC 9110, 10.2.3) is not looked at: our own pauses are taken. */
function retryAfter({ headers }: Response): number | undefined {
  const said = headers.get('retry-after');
  if (said === null) return undefined;
  const seconds = Number(said);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}
