import * as z from 'zod';
import { saysNothing } from './says-nothing.ts';

/**
 * A field that Clarifai publishes and this release does not serve. A zero value says nothing, as in
 * proto3, and passes; anything else is refused as not-supported.
 * @param why a sentence: what is not supported, and what is instead
 */
export function notSupported(why: string) {
  return z
    .unknown()
    .optional()
    .refine(saysNothing, { error: why, params: { kind: 'notSupported' } });
}

/**
 * The same, of a field that asks by being there: only its absence, or an empty list, says nothing.
 */
export function notAskedFor(why: string) {
  return z
    .unknown()
    .optional()
    .refine((value) => value === undefined || (Array.isArray(value) && value.length === 0), {
      error: why,
      params: { kind: 'notSupported' },
    });
}
