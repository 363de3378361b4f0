import type { Input } from './input.ts';

/**
 * Clarifai status code of an input: ingested, or why not. Nothing is ever pending: an input is
 * ingested within its request.
 */
export function statusOfInput(input: Input): number {
  return input.data.kind === 'invalid' ? input.data.statusCode : 30000;
}
