import * as z from 'zod';

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

function saysNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}
