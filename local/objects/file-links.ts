import { createHmac, timingSafeEqual } from 'node:crypto';

type Secret = string | Uint8Array;

/** Query string of a download link: good for `key` until `expires` (seconds since 1970). */
export function signDownload(secret: Secret, key: string, expires: number): string {
  return `expires=${expires}&signature=${sign(secret, ['download', key, expires])}`;
}

/**
 * True where this query was signed for this key and has not expired. `now`: milliseconds since
 * 1970.
 */
export function verifyDownload(
  secret: Secret,
  key: string,
  query: URLSearchParams,
  now: number,
): boolean {
  const expires = expiryOf(query, now);
  return expires !== undefined && isSigned(secret, ['download', key, expires], query);
}

/**
 * Query string of an upload link: good for `size` bytes under `key` until `expires` (seconds since
 * 1970).
 */
export function signUpload(secret: Secret, key: string, size: number, expires: number): string {
  return `expires=${expires}&size=${size}&signature=${sign(secret, ['upload', key, size, expires])}`;
}

/**
 * How many bytes this query lets somebody put under this key; undefined where it was not signed for
 * it, or has expired.
 */
export function verifyUpload(
  secret: Secret,
  key: string,
  query: URLSearchParams,
  now: number,
): number | undefined {
  const expires = expiryOf(query, now);
  const size = Number(query.get('size'));
  const isValid = expires !== undefined && isSigned(secret, ['upload', key, size, expires], query);
  return isValid ? size : undefined;
}

type Signed = readonly (string | number)[];

function expiryOf(query: URLSearchParams, now: number): number | undefined {
  const expires = Number(query.get('expires'));
  return Number.isSafeInteger(expires) && now <= expires * 1_000 ? expires : undefined;
}

function isSigned(secret: Secret, what: Signed, query: URLSearchParams): boolean {
  const given = Buffer.from(query.get('signature') ?? '', 'base64url');
  const wanted = digest(secret, what);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function sign(secret: Secret, what: Signed): string {
  return digest(secret, what).toString('base64url');
}

function digest(secret: Secret, what: Signed): Buffer {
  return createHmac('sha256', secret).update(what.join('\n')).digest();
}
