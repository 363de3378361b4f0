import type { Json } from '../../../core/json.ts';

/** A whole number, as JSON writes it. */
const whole = /^-?\d+$/;
/** Whether there may be a long one: a reviver takes ten times as long as the parser alone. */
const long = /(?<![.\d])\d{16,}(?![.\d])/;

/**
 * JSON in which whole numbers that JavaScript cannot hold (beyond 2^53, as in ids of posts and
 * hashes) are texts of their digits: as numbers two of them would become one.
 * @throws SyntaxError where it is no JSON
 */
export function parseExact(text: string): Json {
  return JSON.parse(text, long.test(text) ? exact : undefined) as Json;
}

/** @param context.source the number as it stands in the text */
function exact(_name: string, value: Json, context?: { readonly source?: string }): Json {
  const source = context?.source;
  const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
  return isRounded && source !== undefined && whole.test(source) ? source : value;
}
