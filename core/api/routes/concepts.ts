import { z } from 'zod';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { Concept } from '../../dataset/input.ts';
import { fail, isError } from '../../errors.ts';
import { keys } from '../../ports/keys.ts';
import { createRecord, readAll, readRecord, toData } from '../../ports/records.ts';
import type { Call } from '../call.ts';
import { paged, param, parse, scopeOf } from '../call.ts';
import type { Route } from '../route.ts';
import { conceptSchema } from '../wire/input-wire.ts';
import { conceptToWire } from '../wire/version-wire.ts';

async function postConcepts(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const asked = parse(
    z.object({ concepts: z.array(conceptSchema).min(1).max(128) }),
    call.body,
  ).concepts;
  const concepts = asked.map(({ id, name }): Concept => ({ id, name, createdAt: call.deps.now() }));
  for (const concept of concepts) {
    const record = { ...keys.concept(scope, concept.id), data: toData(concept) };
    await createRecord(call.deps.table, record, `Concept '${concept.id}'`).catch(
      (error: unknown) => {
        // Clarifai answers 40003 here, with the word "duplicate"; its own tests look for both.
        if (isError(error, 'alreadyExists'))
          throw fail(
            'conceptInvalid',
            `Concept '${concept.id}' is a duplicate: it exists already`,
            error,
          );
        throw error;
      },
    );
  }
  return { concepts: concepts.map((concept) => conceptToWire({ ...concept, appId: scope.appId })) };
}

async function list(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const all = await readAll<Concept>(call.deps.table, keys.conceptsOf(scope));
  return {
    concepts: paged(call, all).map((concept) => conceptToWire({ ...concept, appId: scope.appId })),
  };
}

async function get(call: Call): Promise<JsonObject> {
  const scope = await scopeOf(call);
  const stored = await readRecord<Concept>(
    call.deps.table,
    keys.concept(scope, param(call, 'concept_id')),
  );
  if (!stored) throw fail('doesNotExist', `Concept '${param(call, 'concept_id')}' does not exist`);
  return { concept: conceptToWire({ ...stored.value, appId: scope.appId }) };
}

export const conceptRoutes: readonly Route[] = [
  {
    operation: 'PostConcepts',
    method: 'POST',
    path: '/concepts',
    under: 'app',
    handle: postConcepts,
  },
  { operation: 'ListConcepts', method: 'GET', path: '/concepts', under: 'app', handle: list },
  {
    operation: 'GetConcept',
    method: 'GET',
    path: '/concepts/:concept_id',
    under: 'app',
    handle: get,
  },
];
