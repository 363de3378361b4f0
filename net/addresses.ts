import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address } from './http-request.ts';
import { NotFetchedError } from './not-fetched-error.ts';
import { isPublicAddress } from './public-address.ts';
import { literalAddress } from './target.ts';

/** How a name becomes the addresses that are connected to. */
export interface AddressRules {
  /** All addresses of a name. Default: the system's resolver. */
  readonly resolve?: (name: string) => Promise<readonly Address[]>;
  /** Which addresses may be connected to. Default: public ones. */
  readonly isAllowedAddress?: (address: string) => boolean;
}

/**
 * The addresses of a URL. Every one must be allowed: a name with one private address is not a
 * public name.
 * @throws NotFetchedError; what the resolver throws
 */
export async function addressesOf(
  url: URL,
  rules: AddressRules,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  const { isAllowedAddress = isPublicAddress } = rules;
  const { resolve = (name: string) => lookup(name, { all: true }) } = rules;
  const literal = literalAddress(url);
  const addresses =
    literal === undefined
      ? await inTime(resolve(url.hostname), signal)
      : [{ address: literal, family: isIP(literal) }];
  if (addresses.length === 0 || !addresses.every(({ address }) => isAllowedAddress(address)))
    throw new NotFetchedError(`'${url.hostname}' does not lead to a public address`);
  return addresses;
}

function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject);
  });
}

/** Of errors that are not ours only the code: their messages name addresses. */
export function reasonOf(error: unknown): string {
  if (error instanceof NotFetchedError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  return `its host could not be reached (${code ?? 'connection failed'})`;
}
