import type { IncomingMessage } from 'node:http';
import type { OutgoingWebhook, Sent } from '../core/ports/notifier.ts';
import { maxAnswerCharacters, webhookMilliseconds } from '../core/ports/notifier.ts';
import type { AddressRules } from './addresses.ts';
import { addressesOf, reasonOf } from './addresses.ts';
import { openRequest } from './http-request.ts';
import { NotFetchedError } from './not-fetched-error.ts';
import { isPublicAddress } from './public-address.ts';
import { literalAddress } from './target.ts';

export interface WebhookSenderOptions extends AddressRules {
  /** True: `http:` too. */
  readonly allowsHttp: boolean;
  /** What of other addresses may be sent to: completes "to ". */
  readonly reach: string;
  /** Certificates that are trusted; absent: those that Node trusts. */
  readonly ca?: string | undefined;
  /** Default: 15 s for everything, name and answer included. */
  readonly maxMilliseconds?: number;
}

/** Of an answer no more is read than can be shown, in UTF-8. */
const maxAnswerBytes = 4 * maxAnswerCharacters;

/**
 * Sends webhooks for strangers: to allowed addresses only, each name looked up once and connected
 * to by what was found, no redirect followed, whatever the answer is read no further than its first
 * characters.
 */
export class WebhookSender {
  readonly #options: WebhookSenderOptions;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  /** Why nothing is sent there; undefined: a name is judged by its addresses when it is sent to. */
  refusal(url: string): string | undefined {
    try {
      this.#target(url);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async send({ url: text, headers, body }: OutgoingWebhook): Promise<Sent> {
    const { maxMilliseconds = webhookMilliseconds, ca } = this.#options;
    const signal = AbortSignal.timeout(maxMilliseconds);
    try {
      const url = this.#target(text);
      const addresses = await this.#addressesOf(url, signal);
      const bytes = Buffer.from(body);
      const sized = { ...headers, 'content-length': String(bytes.length) };
      const parts = { method: 'POST', headers: sized, body: bytes, ca } as const;
      return await answerOf(await openRequest(url, addresses, signal, parts));
    } catch (error) {
      if (signal.aborted) return { problem: `No answer within ${maxMilliseconds / 1000} seconds` };
      return { problem: sentence(reasonOf(error)) };
    }
  }

  #target(text: string): URL {
    if (!URL.canParse(text)) throw new NotFetchedError('it is not a valid absolute URL');
    const url = new URL(text);
    const { allowsHttp } = this.#options;
    if (url.protocol !== 'https:' && !(allowsHttp && url.protocol === 'http:'))
      throw new NotFetchedError(
        `it begins with '${url.protocol}'; ${allowsHttp ? 'http: and https: are' : 'only https: is'} sent to`,
      );
    if (url.username !== '' || url.password !== '')
      throw new NotFetchedError('it contains a user name or a password; give a URL without');
    if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
    const literal = literalAddress(url);
    const { isAllowedAddress = isPublicAddress } = this.#options;
    if (literal !== undefined && !isAllowedAddress(literal)) throw this.#outOfReach(url);
    return url;
  }

  async #addressesOf(url: URL, signal: AbortSignal) {
    try {
      return await addressesOf(url, this.#options, signal);
    } catch (error) {
      throw error instanceof NotFetchedError ? this.#outOfReach(url) : error;
    }
  }

  #outOfReach(url: URL): NotFetchedError {
    return new NotFetchedError(
      `'${url.hostname}' leads to an address that is not sent to; this host sends to ${this.#options.reach}`,
    );
  }
}

function sentence(reason: string): string {
  return `Not sent: ${reason}`;
}

async function answerOf(response: IncomingMessage): Promise<Sent> {
  const text = await firstCharacters(response);
  const after = Number(response.headers['retry-after']);
  return {
    status: response.statusCode ?? 0,
    text,
    ...(Number.isFinite(after) && after > 0 ? { retryAfterSeconds: after } : {}),
  };
}

/** What does not end is left after its first bytes; what breaks off is what had come. */
async function firstCharacters(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maxAnswerBytes) break;
    }
  } catch {
    // The status is what counts.
  }
  response.destroy();
  const text = Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
  // Shown on terminals: no escape sequence may come through.
  const shown = text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
  return Array.from(shown).slice(0, maxAnswerCharacters).join('');
}
