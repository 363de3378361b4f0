import { invalid } from './open-ai-error.ts';

/** `after` and `limit` of a list request. */
export interface Cursor {
  /** Id of the last one on the page before. */
  readonly after: string | undefined;
  readonly limit: string | undefined;
}

/** A page in OpenAI's envelope. */
export interface Page<Each> {
  readonly object: 'list';
  readonly data: readonly Each[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/**
 * One page of a list, in OpenAI's envelope.
 * @param toWire of those on the page only
 * @throws OpenAiError 400 for a limit that is no number from 1 to 100
 */
export async function listToWire<T extends { readonly id: string }, Each>(
  all: readonly T[],
  { after, limit = '20' }: Cursor,
  toWire: (each: T) => Promise<Each> | Each,
): Promise<Page<Each>> {
  const size = Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw invalid('limit', `limit is '${limit}' but must be a whole number from 1 to 100`);
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  const page = all.slice(start, start + size);
  return {
    object: 'list',
    data: await Promise.all(page.map(toWire)),
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: start + size < all.length,
  };
}
