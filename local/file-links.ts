import { createHmac, timingSafeEqual } from 'node:crypto';

/** Query string of a download link: good for `key` until `expires` (seconds since 1970). */
export function signDownload(secret: string | Uint8Array, key: string, expires: number): string {
  return `expires=${expires}&signature=${signatureOf(secret, key, expires).toString('base64url')}`;
}

/** True where this query was signed for this key and has not expired. `now`: milliseconds since 1970. */
export function verifyDownload(
  secret: string | Uint8Array,
  key: string,
  query: URLSearchParams,
  now: number,
): boolean {
  const expires = Number(query.get('expires'));
  if (!Number.isSafeInteger(expires) || now > expires * 1_000) return false;
  const given = Buffer.from(query.get('signature') ?? '', 'base64url');
  const wanted = signatureOf(secret, key, expires);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function signatureOf(secret: string | Uint8Array, key: string, expires: number): Buffer {
  return createHmac('sha256', secret).update(`download\n${key}\n${expires}`).digest();
}
