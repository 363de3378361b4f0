import { invalid } from './open-ai-error.ts';

/** `after` and `limit` of a list request. */
export interface Cursor {
  /** Id of the last one on the page before. */
  readonly after: string | undefined;
  readonly limit: string | undefined;
}

/** Items on a page: without a limit, and at most. */
export interface PageSizes {
  readonly usual: number;
  readonly max: number;
}
const usualSizes: PageSizes = { usual: 20, max: 100 };

/** A page in OpenAI's envelope. */
export interface Page<Each> {
  readonly object: 'list';
  readonly data: readonly Each[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/**
 * One page of a list, in OpenAI's envelope. After an id that is not in the list nothing comes: to
 * begin anew would send a client round and round.
 * @param toWire of those on the page only
 * @throws OpenAiError 400 for a limit that is no number from 0 to the largest
 */
export async function listToWire<T extends { readonly id: string }, Each>(
  all: readonly T[],
  { after, limit, sizes = usualSizes }: Cursor & { readonly sizes?: PageSizes },
  toWire: (each: T) => Promise<Each> | Each,
): Promise<Page<Each>> {
  const size = sizeOf(limit, sizes);
  const start = after === undefined ? 0 : placeAfter(after, all);
  const page = all.slice(start, start + size);
  return {
    object: 'list',
    data: await Promise.all(page.map(toWire)),
    first_id: page[0]?.id ?? null,
    last_id: page.at(-1)?.id ?? null,
    has_more: start + size < all.length,
  };
}

/** @throws OpenAiError 400 */
function sizeOf(limit: string | undefined, { usual, max }: PageSizes): number {
  if (limit === undefined) return usual;
  const size = Number(limit);
  if (/^\d{1,6}$/.test(limit) && size <= max) return size;
  throw invalid('limit', `limit is '${limit}' but must be a whole number from 0 to ${max}`);
}

function placeAfter(after: string, all: readonly { readonly id: string }[]): number {
  const place = all.findIndex(({ id }) => id === after);
  return place === -1 ? all.length : place + 1;
}
