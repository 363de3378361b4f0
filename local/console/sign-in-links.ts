import { randomBytes } from 'node:crypto';
import type { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fail } from '../../core/errors.ts';

/** Who a link signs in. */
export interface LinkedSession {
  readonly key: string;
  readonly userId: string;
}

/** How long a link may be used, milliseconds. */
const lifetime = 10 * 60_000;
/** Links that wait at the same time; the oldest goes. */
const most = 100;

/**
 * One-time links that sign a browser on this machine in without the key being typed. A link holds
 * a random token in its fragment, which browsers send nowhere and the console removes at once; the
 * token is exchanged once, by POST, for the key of who asked for the link.
 */
export class SignInLinks {
  readonly #waiting = new Map<string, LinkedSession & { readonly expiresAt: number }>();
  readonly #url: string;
  readonly #nowMillis: () => number;

  /** @param url where the console is */
  constructor(url: string, nowMillis: () => number) {
    this.#url = url;
    this.#nowMillis = nowMillis;
  }

  /** A link that works once, within ten minutes. */
  make(session: LinkedSession): string {
    const token = randomBytes(32).toString('base64url');
    this.#waiting.set(token, { ...session, expiresAt: this.#nowMillis() + lifetime });
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= most) break;
      this.#waiting.delete(oldest);
    }
    return `${this.#url}/#sign-in=${token}`;
  }

  /** The session that a token stands for, which is spent by it; undefined: it stands for none. */
  take(token: string): LinkedSession | undefined {
    const found = this.#waiting.get(token);
    this.#waiting.delete(token);
    if (!found || found.expiresAt <= this.#nowMillis()) return undefined;
    return { key: found.key, userId: found.userId };
  }
}

/**
 * Serves `POST /console/links`, which answers a link to who presents a key, and
 * `POST /console/sessions`, which gives the key for the link's token.
 * @param identify whose key it is. @throws DeeptuneError where nobody is let in
 */
export function serveSignInLinks(
  app: Hono,
  links: SignInLinks,
  identify: (request: Request) => Promise<{ readonly userId: string }>,
): void {
  app.use('/console/*', (context, next) => {
    assertOwnPage(context.req.raw);
    return next();
  });
  app.post('/console/links', async (context) => {
    const { userId } = await identify(context.req.raw);
    const key = (context.req.header('authorization') ?? '').replace(/^(Key|Bearer)\s+/i, '');
    context.header('cache-control', 'no-store');
    return context.json({ link: links.make({ key, userId }) });
  });
  // Nobody has shown a key here: no more is read than a token needs.
  app.post(
    '/console/sessions',
    bodyLimit({ maxSize: 1_024, onError: tooLarge }),
    async (context) => {
      const body: unknown = await context.req.json().catch(() => undefined);
      const { token } = (body ?? {}) as { readonly token?: unknown };
      const session = typeof token === 'string' ? links.take(token) : undefined;
      if (!session)
        throw fail('keyInvalid', 'This link was used already, or is older than ten minutes');
      context.header('cache-control', 'no-store');
      return context.json({ key: session.key, user_id: session.userId });
    },
  );
}

/**
 * Only the console itself and programs ask here. A page of another site that a browser on this
 * machine shows is refused, also where its name has been made to lead to this machine.
 */
function assertOwnPage({ url, headers }: Request): void {
  const origin = headers.get('origin');
  const asked = [new URL(url).hostname];
  if (origin !== null) asked.push(URL.parse(origin)?.hostname ?? origin);
  const foreign = asked.find((name) => !thisMachine.includes(name));
  if (foreign === undefined) return;
  throw fail(
    'invalidRequest',
    `'${foreign}' asks, and sign-in links are for pages of ${thisMachine.join(', ')}`,
  );
}

const thisMachine = ['127.0.0.1', 'localhost', '[::1]'];

function tooLarge(): never {
  throw fail('requestTooLarge', 'A token is 43 characters long; this body has more than 1 kB');
}
