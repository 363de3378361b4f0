import * as z from 'zod';
import { readSlice } from '../../records/records.ts';
import type { Query } from '../../ports/table.ts';
import type { RequestContext } from './request-context.ts';
import { parse } from './request-context.ts';

/** Made once: a schema that is made for each request is compiled for each. */
const pageSchema = z.object({
  page: z.coerce.number().int().min(0).default(1),
  per_page: z.coerce.number().int().min(0).max(1000).default(128),
});

/**
 * `page` and `per_page`: from 1, 128 a page, at most 1,000. @throws DeeptuneError
 * bad-request-format
 */
export function pageOf(call: RequestContext): { page: number; perPage: number } {
  const asked = parse(pageSchema, {
    page: call.query['page']?.[0],
    per_page: call.query['per_page']?.[0],
  });
  return { page: asked.page || 1, perPage: asked.per_page || 128 };
}

/** `pagination` of a body. */
export const paginationSchema = z
  .object({ page: z.number().optional(), per_page: z.number().optional() })
  .optional();

/** The same request, with the pages that its body asks for. */
export function withPagination(
  call: RequestContext,
  pagination: z.infer<typeof paginationSchema> = {},
): RequestContext {
  const asked = Object.entries(pagination).map(([name, value]) => [name, [String(value)]]);
  return { ...call, query: { ...call.query, ...Object.fromEntries(asked) } };
}

/** One page of a list; past its end an empty one. */
export function paged<T>(call: RequestContext, all: readonly T[]): T[] {
  const { skip, count } = sliceOf(call);
  return all.slice(skip, skip + count);
}

/** One page of what a query finds, in its order: the same speed whatever the page. */
export function pagedQuery<T>(call: RequestContext, query: Query): Promise<T[]> {
  return readSlice<T>(call.deps.table, query, sliceOf(call));
}

/**
 * One page of a list that is made while it is read: read up to the page's end, and kept nowhere.
 */
export async function pagedLazily<T>(call: RequestContext, all: AsyncIterable<T>): Promise<T[]> {
  const { skip, count } = sliceOf(call);
  const page: T[] = [];
  let at = 0;
  for await (const item of all) {
    if (at >= skip) page.push(item);
    at += 1;
    if (at === skip + count) break;
  }
  return page;
}

/** Nothing lies behind this many items; a larger number would be none for some stores. */
const farthest = 1_000_000_000;

/** The part of a list that a page is. @throws DeeptuneError as `pageOf` */
export function sliceOf(call: RequestContext): { skip: number; count: number } {
  const { page, perPage } = pageOf(call);
  return { skip: Math.min((page - 1) * perPage, farthest), count: perPage };
}
