import type { ObjectHead, Objects } from '../ports/objects.ts';

/**
 * Every object under a prefix, in the order of the keys; the next page is listed when it is needed.
 */
export async function* eachObject(
  objects: Pick<Objects, 'list'>,
  prefix: string,
): AsyncGenerator<ObjectHead> {
  let after: string | undefined;
  do {
    const page = await objects.list(prefix, after);
    yield* page.objects;
    after = page.next;
  } while (after !== undefined);
}
