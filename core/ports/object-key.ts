import { fail } from '../errors.ts';

/** S3 allows 1,024 bytes; the alphabet is ASCII, so characters are bytes. */
const maxKeyLength = 1024;
const segmentPattern = /^[A-Za-z0-9._=-]+$/;

/**
 * Refuses a key that is not one or more segments of `[A-Za-z0-9._=-]`, joined by `/`, none of them
 * `.` or `..`. Never repairs.
 * @throws DeeptuneError invalid-request
 */
export function checkObjectKey(key: string): void {
  if (key.length > maxKeyLength || !key.split('/').every(isSegment)) {
    throw fail(
      'invalidRequest',
      `Not an object key: ${JSON.stringify(key.slice(0, 100))}. ${rule}`,
    );
  }
}

/**
 * Refuses a prefix that is not an object key followed by one `/`.
 * @throws DeeptuneError invalid-request
 */
export function checkPrefix(prefix: string): void {
  if (!prefix.endsWith('/')) {
    const shown = JSON.stringify(prefix.slice(0, 100));
    throw fail('invalidRequest', `Not an object prefix: ${shown}. A prefix ends with "/".`);
  }
  checkObjectKey(prefix.slice(0, -1));
}

const rule = 'A key is made of A-Z a-z 0-9 . _ = - and /, without empty, "." or ".." segments.';

function isSegment(segment: string): boolean {
  return segmentPattern.test(segment) && segment !== '.' && segment !== '..';
}
