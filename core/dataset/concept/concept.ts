import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { readAll, readRecord, toData } from '../../records/records.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Concept, ConceptValue, Input } from '../record/input.ts';
import { allConcepts } from '../record/input.ts';
import { annotationSuccess, annotationsOf, mergeLabels } from '../record/labels.ts';
import { canonicalName } from '../record/normalise-name.ts';

/**
 * Concepts that labels name come into being with them; those that are there stay as they are.
 * @returns the names that all of them have now: what labels should carry
 */
export async function addConcepts(
  scope: Scope,
  values: readonly ConceptValue[],
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Map<string, string>> {
  const named = new Map(values.map(({ id, name }) => [id, name]));
  for (const [id, name] of named) {
    const stored = await findConcept(scope, id, deps);
    if (stored) {
      named.set(id, stored.value.name);
      continue;
    }
    const concept: Concept = { id, name, createdAt: deps.now() };
    const put = { ...keys.concept(scope, id), data: toData(concept) };
    await deps.table.write([{ put, if: 'absent' }]).catch((error: unknown) => {
      // Somebody else was first: all that was wanted.
      if (!(error instanceof WriteRefusedError)) throw error;
    });
  }
  return named;
}

/**
 * A concept by its id. One that was kept before ids had one Unicode form is found by the form that
 * it was kept in, and by the one that its id would have now.
 */
export async function findConcept(
  scope: Scope,
  id: string,
  { table }: Pick<Dependencies, 'table'>,
): Promise<Stored<Concept> | undefined> {
  for (const form of new Set([canonicalName(id), id, canonicalName(id).normalize('NFD')])) {
    const stored = await readRecord<Concept>(table, keys.concept(scope, form));
    if (stored) return stored;
  }
  return undefined;
}

/** Every concept of an app, by id. */
export function listConcepts(scope: Scope, deps: Pick<Dependencies, 'table'>): Promise<Concept[]> {
  return readAll<Concept>(deps.table, keys.conceptsOf(scope));
}

export interface ConceptUse {
  positive: number;
  negative: number;
}

/**
 * In how many inputs each concept is there, and is said not to be there, whole inputs and regions
 * together.
 */
export async function countConcepts(
  inputs: AsyncIterable<Input>,
): Promise<Map<string, ConceptUse>> {
  const uses = new Map<string, ConceptUse>();
  for await (const input of inputs) {
    const counted = annotationsOf(input, '').filter(({ status }) => status === annotationSuccess);
    const present = new Map<string, boolean>();
    for (const { id, value } of allConcepts(mergeLabels(counted)))
      present.set(id, present.get(id) === true || value > 0);
    for (const [id, isPositive] of present) {
      const use = uses.get(id) ?? { positive: 0, negative: 0 };
      use[isPositive ? 'positive' : 'negative'] += 1;
      uses.set(id, use);
    }
  }
  return uses;
}
