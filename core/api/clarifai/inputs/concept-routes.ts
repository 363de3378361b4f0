import * as z from 'zod';
import { countConcepts, findConcept, listConcepts } from '../../../dataset/concept/concept.ts';
import { renameConcept } from '../../../dataset/concept/concept-names.ts';
import type { Concept } from '../../../dataset/record/input.ts';
import { eachInput } from '../../../dataset/record/list-inputs.ts';
import { fail, isError } from '../../../errors.ts';
import { keys } from '../../../records/keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { createRecord, toData } from '../../../records/records.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { conceptIdSchema, conceptNameSchema } from '../../http/ids.ts';
import { matchesPattern, matchesSearch } from '../../http/matching.ts';
import { paged, paginationSchema, withPagination } from '../../http/paging.ts';
import { paging, parameters, words } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { conceptSchema } from './concept-wire.ts';
import { overwriteOnly } from './patch-wire.ts';
import { conceptToWire } from '../versions/version-wire.ts';
import type { Concept as ConceptMessage } from '../../wire/messages.ts';

const newConcepts = z.object({ concepts: z.array(conceptSchema).min(1).max(128) });

async function post(call: RequestContext): Promise<Answer<'PostConcepts'>> {
  const scope = await scopeOf(call);
  const asked = parse(newConcepts, call.body).concepts;
  assertDistinct(asked);
  const concepts = asked.map(({ id, name }): Concept => ({ id, name, createdAt: call.deps.now() }));
  // Checked first, so that a duplicate among several leaves none behind.
  for (const { id } of concepts) if (await findConcept(scope, id, call.deps)) throw duplicate(id);
  for (const concept of concepts) await create(call, scope, concept);
  return { concepts: toWire(concepts, scope) };
}

async function create(call: RequestContext, scope: Scope, concept: Concept): Promise<void> {
  const record = { ...keys.concept(scope, concept.id), data: toData(concept) };
  try {
    await createRecord(call.deps.table, record, `Concept '${concept.id}'`);
  } catch (error) {
    throw isError(error, 'alreadyExists') ? duplicate(concept.id, error) : error;
  }
}

function assertDistinct(concepts: readonly { readonly id: string }[]): void {
  const ids = concepts.map(({ id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw duplicate(repeated);
}

/** Clarifai answers 40003 here, with the word "duplicate"; its own tests look for both. */
function duplicate(id: string, cause?: unknown): Error {
  return fail('conceptInvalid', `Concept '${id}' is a duplicate: it exists already`, cause);
}

async function list(call: RequestContext): Promise<Answer<'ListConcepts'>> {
  const scope = await scopeOf(call);
  const [isNamed = () => true] = words(call, 'id').map(matchesPattern);
  const isFound = matchesSearch(words(call, 'search')[0]);
  const chosen = await listConcepts(
    scope,
    call.deps,
    ({ id, name }) => isNamed(id) && isFound([id, name]),
  );
  return { concepts: toWire(paged(call, chosen), scope) };
}

async function get(call: RequestContext): Promise<Answer<'GetConcept'>> {
  const scope = await scopeOf(call);
  const id = param(call, 'concept_id');
  const stored = await findConcept(scope, id, call.deps);
  if (!stored) throw fail('doesNotExist', `Concept '${id}' does not exist`);
  return { concept: conceptToWire({ ...stored.value, appId: scope.appId }) };
}

const patchSchema = z.object({
  concepts: z
    .array(z.object({ id: conceptIdSchema, name: conceptNameSchema.optional() }))
    .min(1)
    .max(128),
  action: overwriteOnly,
});

/**
 * Only the name can change. Inputs, annotations and later dataset versions have the new one; what
 * was frozen or trained keeps the old.
 */
async function patch(call: RequestContext): Promise<Answer<'PatchConcepts'>> {
  const scope = await scopeOf(call);
  const body = parse(patchSchema, call.body);
  for (const { id } of body.concepts)
    if (!(await findConcept(scope, id, call.deps)))
      throw fail('doesNotExist', `Concept '${id}' does not exist`);
  const changed: Concept[] = [];
  for (const concept of body.concepts) changed.push(await renameConcept(scope, concept, call.deps));
  return { concepts: toWire(changed, scope) };
}

const search = z.object({
  concept_query: z.object({ name: z.string().default('') }).default({ name: '' }),
  pagination: paginationSchema,
});

/** `dog*`: by name, whatever the case. There is one language, whichever is asked for. */
async function searchByName(call: RequestContext): Promise<Answer<'PostConceptsSearches'>> {
  const scope = await scopeOf(call);
  const { concept_query: query, pagination } = parse(search, call.body);
  const isNamed = query.name === '' ? () => true : matchesPattern(query.name);
  const found = await listConcepts(scope, call.deps, ({ name }) => isNamed(name));
  return { concepts: toWire(paged(withPagination(call, pagination), found), scope) };
}

async function counts(call: RequestContext): Promise<Answer<'GetConceptCounts'>> {
  const scope = await scopeOf(call);
  const uses = await countConcepts(eachInput(scope, call.deps));
  const none = { positive: 0, negative: 0 };
  const concepts = paged(call, await listConcepts(scope, call.deps)).map(({ id, name }) => {
    const count = uses.get(id) ?? none;
    return {
      id,
      name,
      concept_type_count: { ...count },
      detail_concept_count: { processed: { ...count } },
    };
  });
  return { concept_counts: concepts };
}

function toWire(concepts: readonly Concept[], scope: Scope): ConceptMessage[] {
  return concepts.map((concept) => conceptToWire({ ...concept, appId: scope.appId }));
}

const listQuery = { ...paging, ...parameters('text', 'id search') };
const all = { path: '/concepts', under: 'app' } as const;
const one = { path: '/concepts/:concept_id', under: 'app' } as const;
const searches = { path: '/concepts/searches', under: 'app' } as const;
const uses = { path: '/concepts/status', under: 'app' } as const;

export const conceptRoutes: readonly Route[] = [
  { operation: 'PostConcepts', method: 'POST', ...all, body: newConcepts, handle: post },
  { operation: 'ListConcepts', method: 'GET', ...all, query: listQuery, handle: list },
  { operation: 'PatchConcepts', method: 'PATCH', ...all, body: patchSchema, handle: patch },
  {
    operation: 'PostConceptsSearches',
    method: 'POST',
    ...searches,
    body: search,
    handle: searchByName,
  },
  { operation: 'GetConceptCounts', method: 'GET', ...uses, query: paging, handle: counts },
  { operation: 'GetConcept', method: 'GET', ...one, handle: get },
];
