import type { Objects } from '../ports/objects.ts';

/**
 * Deletes objects under a prefix, `most` of them at the most.
 * @returns how many were deleted; fewer than `most`: none is left
 */
export async function deletePrefix(
  prefix: string,
  most: number,
  deps: { readonly objects: Objects },
): Promise<number> {
  let deleted = 0;
  while (deleted < most) {
    // What was listed is gone by the next turn, so that the first page is always the next one.
    const { objects } = await deps.objects.list(prefix);
    if (objects.length === 0) return deleted;
    const some = objects.slice(0, most - deleted);
    for (const { key } of some) await deps.objects.delete(key);
    deleted += some.length;
  }
  return deleted;
}
