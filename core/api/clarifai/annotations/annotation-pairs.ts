import { fail } from '../../../errors.ts';

/** @throws DeeptuneError invalid-request where ids and input ids are no pairs */
export function assertPairs(ids: readonly string[], inputIds: readonly string[]): void {
  if (ids.length === inputIds.length) return;
  throw fail(
    'invalidRequest',
    `${ids.length} ids and ${inputIds.length} input_ids: give the input id of each annotation, in the same order`,
  );
}
