import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came over the socket: what S3 judges a link by. */
interface LinkRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * True where a link's signature (SigV4 in the query) was made with this secret for this very
 * request, its signed headers included, and has not expired. @param now milliseconds since 1970
 */
export function isSigned(request: LinkRequest, secret: string, now: number): boolean {
  const { pathname, searchParams: query } = new URL(request.url, 'http://host');
  const [, day, region, service] = (query.get('X-Amz-Credential') ?? '').split('/');
  const date = query.get('X-Amz-Date') ?? '';
  const ends = Date.parse(readable(date)) + Number(query.get('X-Amz-Expires')) * 1_000;
  if (!(now <= ends)) return false;
  const names = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const canonical = [
    request.method,
    pathname,
    canonicalQuery(query),
    ...names.map((name) => `${name}:${String(request.headers[name] ?? '')}`),
    '',
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = [day, region, service, 'aws4_request'];
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), digest].join('\n');
  const key = scope.reduce<string | Buffer>((at, part) => hmac(at, part ?? ''), `AWS4${secret}`);
  const given = Buffer.from(query.get('X-Amz-Signature') ?? '', 'hex');
  const wanted = hmac(key, text);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** `20261125T120000Z` as ISO 8601. */
function readable(date: string): string {
  return date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
}

const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
