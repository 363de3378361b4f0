import { fail } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { Condition, Write } from '../../ports/table.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Input } from './input.ts';

type Uses = Pick<Dependencies, 'table' | 'now'>;

/** A table item holds 400 KB on DynamoDB, which counts more for an object than its JSON has. */
export const maxInputBytes = 300_000;

/** Writes under way at once: enough to hide the store's latency, few enough for its limits. */
const atOnce = 16;

/** Bytes that an input is too large by; 0 or less where it fits. */
export function excessBytes(input: Input): number {
  return new TextEncoder().encode(JSON.stringify(input)).length - maxInputBytes;
}

/** @throws DeeptuneError does-not-exist */
export async function getInput(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<Input> {
  const stored = await readRecord<Input>(deps.table, keys.input(scope, id));
  if (!stored) throw fail('doesNotExist', `Input '${id}' does not exist`);
  return stored.value;
}

/** Several inputs in order. @throws DeeptuneError does-not-exist for the first that is not there */
export function getInputs(
  scope: Scope,
  ids: readonly string[],
  deps: Pick<Dependencies, 'table'>,
): Promise<Input[]> {
  return inBatches(ids, (id) => getInput(scope, id, deps));
}

/**
 * Changes an input, again where somebody else changed it in between. A change that answers what it
 * was given writes nothing.
 * @throws DeeptuneError does-not-exist, invalid-request where the input would become larger than
 *   the store takes
 */
export function changeInput(
  scope: Scope,
  id: string,
  change: (input: Input) => Input,
  deps: Uses,
): Promise<Input> {
  return withRetry(async () => {
    const stored = await readRecord<Input>(deps.table, keys.input(scope, id));
    if (!stored) throw fail('doesNotExist', `Input '${id}' does not exist`);
    const next = change(stored.value);
    if (next === stored.value) return next;
    const changed = { ...next, modifiedAt: deps.now() };
    if (excessBytes(changed) > 0) {
      throw fail(
        'invalidRequest',
        `Input '${id}' would hold ${excessBytes(changed) + maxInputBytes} bytes of labels, metadata and text; at most ${maxInputBytes} are kept`,
      );
    }
    await deps.table.write([inputWrite(scope, changed, { rev: stored.rev })]);
    return changed;
  });
}

/**
 * The write that stores an input. One that could not be ingested stands in the index too: so these
 * are counted without reading the others.
 */
export function inputWrite(scope: Scope, input: Input, condition: Condition): Write {
  const isInvalid = input.data.kind === 'invalid';
  const index = isInvalid ? { index: { pk: keys.invalidInputsOf(scope), sk: input.id } } : {};
  const put = { ...keys.input(scope, input.id), ...index, data: toData(input) };
  return { put, if: condition };
}

/** Does something to many, `most` at once, and keeps their order. */
export async function inBatches<T, R>(
  items: readonly T[],
  each: (item: T) => Promise<R>,
  most = atOnce,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += most)
    results.push(...(await Promise.all(items.slice(at, at + most).map(each))));
  return results;
}
