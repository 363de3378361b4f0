import type { ServiceName } from './wire.ts';
import { WireError } from './wire.ts';

/** What can happen to one call on the wire. */
export const faultKinds = [
  'throttle',
  'server-error',
  'timeout-before',
  'committed-reply-lost',
  'duplicate',
  'access-denied',
] as const;

/**
 * Or an error in AWS's own words, said instead of doing the call:
 * `new WireError('ResourceLimitExceeded', …)`.
 */
export type Fault = (typeof faultKinds)[number] | WireError;

/** Faults after which nothing was done, and the SDK asks again. */
export const transientFaults: readonly Fault[] = ['throttle', 'server-error', 'timeout-before'];

/**
 * The answer that stands for a fault which AWS says in an answer; undefined for those of the
 * network.
 */
export function refusalOf(fault: Fault, service: ServiceName): WireError | undefined {
  if (fault instanceof WireError) return fault;
  const isS3 = service === 's3';
  switch (fault) {
    case 'throttle':
      return isS3
        ? new WireError('SlowDown', 'Please reduce your request rate.', 503)
        : new WireError('ThrottlingException', 'Rate exceeded');
    case 'server-error':
      return new WireError(isS3 ? 'InternalError' : 'InternalFailure', 'We are sorry', 500);
    case 'access-denied':
      return isS3
        ? new WireError('AccessDenied', 'Access Denied', 403)
        : new WireError('AccessDeniedException', 'not authorized to perform this', 400);
    default:
      return undefined;
  }
}

/** The error of a socket that brings no answer. */
export function networkError(fault: 'timeout-before' | 'committed-reply-lost'): Error {
  const [name, code] =
    fault === 'timeout-before' ? ['TimeoutError', 'ETIMEDOUT'] : ['Error', 'ECONNRESET'];
  return Object.assign(new Error(`${fault} (injected)`), { name, code });
}
