import { fail } from '../../errors.ts';
import type { RequestContext } from './request-context.ts';

/**
 * The `Idempotency-Key` of a request; undefined where it has none.
 * @throws DeeptuneError invalid-request for what can be none
 */
export function idempotencyKeyOf(call: Pick<RequestContext, 'header'>): string | undefined {
  const key = call.header('idempotency-key');
  if (key === undefined || /^[\w.:-]{1,128}$/.test(key)) return key;
  throw fail(
    'invalidRequest',
    `Idempotency-Key '${key.slice(0, 200)}' must be 1 to 128 letters, digits, "_", ".", ":" or "-"`,
  );
}
