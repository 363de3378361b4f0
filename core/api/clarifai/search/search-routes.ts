import { namesOfRenamed, withNames } from '../../../dataset/concept/concept-names.ts';
import type { Found } from '../../../dataset/query/search.ts';
import { searchAnnotations, searchInputs } from '../../../dataset/query/search.ts';
import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import { toData } from '../../../records/records.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, scopeOf } from '../../http/request-context.ts';
import { pagedLazily, withPagination } from '../../http/paging.ts';
import type { Answer, Route } from '../../http/route.ts';
import { filtersOf } from './filter-wire.ts';
import { annotationsSearches, hitToWire, inputsSearches, olderSearches } from './search-wire.ts';
import type { Hit, HitCount } from '../../wire/messages.ts';

async function ofInputs(call: RequestContext): Promise<Answer<'PostInputsSearches'>> {
  const scope = await scopeOf(call);
  const { searches, only_count: isCount, pagination } = parse(inputsSearches, call.body);
  const finds = searches.map(({ query = {} }) => searchInputs(scope, filtersOf(query), call.deps));
  const answer = { id: call.deps.newId(), searches: searches.map(toData) };
  if (isCount) return { ...answer, hits: [], hit_counts: await Promise.all(finds.map(count)) };
  const [found, ...more] = finds;
  if (!found || more.length > 0)
    throw fail(
      'invalidRequest',
      `${searches.length} searches: without only_count, one request makes one search`,
    );
  return { ...answer, hits: await hitsOf(withPagination(call, pagination), scope, found) };
}

async function count(found: AsyncGenerator<Found>): Promise<HitCount> {
  let total = 0;
  while (!(await found.next()).done) total += 1;
  return { estimated_total: String(total) };
}

async function ofAnnotations(call: RequestContext): Promise<Answer<'PostAnnotationsSearches'>> {
  const scope = await scopeOf(call);
  const { searches, pagination } = parse(annotationsSearches, call.body);
  const filters = searches.flatMap(({ query = {} }) => filtersOf(query));
  const found = searchAnnotations(scope, filters, call.deps);
  const hits = await hitsOf(withPagination(call, pagination), scope, found);
  return { id: call.deps.newId(), hits, searches: searches.map(toData) };
}

/** What Clarifai's oldest clients have instead of the two others. */
async function older(call: RequestContext): Promise<Answer<'PostSearches'>> {
  const scope = await scopeOf(call);
  const { query, searches, pagination } = parse(olderSearches, call.body);
  if (query && searches.length > 0)
    throw fail('invalidRequest', 'Give either query or searches, and not both');
  const asked = query ? { query: toData(query) } : { searches: searches.map(toData) };
  const filters = filtersOf(query ?? searches[0]?.query ?? {});
  const found = searchInputs(scope, filters, call.deps);
  const hits = await hitsOf(withPagination(call, pagination), scope, found);
  return { id: call.deps.newId(), hits, ...asked };
}

async function hitsOf(
  call: RequestContext,
  scope: Scope,
  found: AsyncIterable<Found>,
): Promise<Hit[]> {
  const page = await pagedLazily(call, found);
  const names = await namesOfRenamed(scope, call.deps);
  return page.map(({ input, annotation }) =>
    hitToWire(
      {
        input: withNames(input, names),
        ...(annotation ? { annotation: withNames(annotation, names) } : {}),
      },
      scope,
      call.origin,
    ),
  );
}

export const searchRoutes: readonly Route[] = [
  {
    operation: 'PostInputsSearches',
    method: 'POST',
    path: '/inputs/searches',
    under: 'app',
    body: inputsSearches,
    handle: ofInputs,
  },
  {
    operation: 'PostAnnotationsSearches',
    method: 'POST',
    path: '/annotations/searches',
    under: 'app',
    body: annotationsSearches,
    handle: ofAnnotations,
  },
  {
    operation: 'PostSearches',
    method: 'POST',
    path: '/searches',
    under: 'app',
    body: olderSearches,
    handle: older,
  },
];
