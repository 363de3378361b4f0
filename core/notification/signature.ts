import { base64FromBytes, bytesFromBase64 } from '../dataset/image/base64.ts';
import { bytesFromHex, hmacSha256 } from '../hmac.ts';
import type { Dependencies } from '../ports/host.ts';
import type { WebhookNotification } from './notification.ts';

type Uses = Pick<Dependencies, 'sha256'>;

const prefix = 'whsec_';

/** A new secret: `whsec_` and the base64 of 32 random bytes, as the Standard Webhooks have it. */
export function newSecret({ newId }: Pick<Dependencies, 'newId'>): string {
  return prefix + base64FromBytes(bytesFromHex(newId() + newId()));
}

/** A message that is to be signed. */
export interface Signed {
  /** `webhook-id`: the same at each attempt. */
  readonly id: string;
  /** ISO 8601: of this attempt. */
  readonly at: string;
  readonly body: string;
}

/**
 * Headers of the Standard Webhooks specification: id, seconds since 1970, and one `v1` signature
 * (base64 of HMAC-SHA256 over `id.timestamp.body`) for each secret in force, parted by blanks.
 */
export function signedHeaders(
  { id, at, body }: Signed,
  { secret, previousSecret }: Pick<WebhookNotification, 'secret' | 'previousSecret'>,
  deps: Uses,
): Record<string, string> {
  const timestamp = String(Math.floor(Date.parse(at) / 1000));
  const isOverlap = previousSecret !== undefined && previousSecret.until > at;
  const secrets = isOverlap ? [secret, previousSecret.secret] : [secret];
  const content = `${id}.${timestamp}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((each) => `v1,${sign(content, each, deps)}`).join(' '),
  };
}

function sign(content: string, secret: string, { sha256 }: Uses): string {
  const key = bytesFromBase64(secret.slice(prefix.length)) ?? new Uint8Array();
  return base64FromBytes(hmacSha256(key, content, sha256));
}
