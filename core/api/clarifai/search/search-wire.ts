import * as z from 'zod';
import type { Found } from '../../../dataset/query/search.ts';
import type { Scope } from '../../../records/keys.ts';
import { paginationSchema } from '../../http/paging.ts';
import { annotationToWire } from '../annotations/annotation-wire.ts';
import { filtersOf, olderQuerySchema, querySchema } from './filter-wire.ts';
import { inputToWire } from '../inputs/input-wire.ts';
import { notSupported } from '../../http/not-supported.ts';
import type { Hit } from '../../wire/messages.ts';

const noSavedSearches = 'Saved searches are not part of this release; send the query itself';

/**
 * What stands in a `Search` beside its query. Every hit has the score 1, and `algorithm` and
 * `metric` only rank.
 */
const ofSearch = {
  id: notSupported(noSavedSearches),
  save: notSupported(noSavedSearches),
  as_of: notSupported('Searches of the past are not part of this release; leave as_of out'),
  name: z.string().optional(),
  algorithm: z.enum(['', 'nearest_neighbor', 'brute_force', 'avg_concept_brute_force']).optional(),
  metric: z.union([z.string(), z.number()]).optional(),
  min_value: z.number().min(0).max(1).optional(),
};

const wireSearch = z.strictObject({ ...ofSearch, query: querySchema.optional() });
const olderSearch = z.strictObject({ ...ofSearch, query: olderQuerySchema.optional() });

/** `Search`, where inputs are chosen by one. @returns its filters */
export const searchSchema = wireSearch.transform(({ query = {} }) => filtersOf(query));

/** `PostInputsSearches`. */
export const inputsSearches = z.object({
  searches: z.array(wireSearch).min(1).max(16),
  only_count: z.boolean().default(false),
  pagination: paginationSchema,
});

/** `PostAnnotationsSearches`. */
export const annotationsSearches = z.object({
  searches: z.array(wireSearch).length(1),
  pagination: paginationSchema,
});

/** `PostSearches`, which the two others replace. */
export const olderSearches = z.object({
  query: olderQuerySchema.optional(),
  searches: z.array(olderSearch).max(1).default([]),
  pagination: paginationSchema,
});

export function hitToWire({ input, annotation }: Found, scope: Scope, origin: string): Hit {
  return {
    score: 1,
    input: inputToWire(input, scope, origin),
    ...(annotation ? { annotation: annotationToWire(annotation, scope) } : {}),
    user_id: scope.userId,
    app_id: scope.appId,
  };
}
