import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { eachRecord, readRecord, toData } from '../../records/records.ts';
import type { Write } from '../../ports/table.ts';
import { WriteRefusedError } from '../../ports/table.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Concept, ConceptValue, Input } from '../record/input.ts';
import { allConcepts } from '../record/input.ts';
import { annotationSuccess, annotationsOf, mergeLabels } from '../record/labels.ts';
import { canonicalName } from '../record/normalise-name.ts';

/** Writes of one table transaction. */
const addedAtOnce = 100;

/**
 * Concepts that labels name come into being with them, many in one transaction; those that are
 * there stay as they are.
 * @returns the names that all of them have now: what labels should carry
 */
export async function addConcepts(
  scope: Scope,
  values: readonly ConceptValue[],
  deps: Pick<Dependencies, 'table' | 'now'>,
): Promise<Map<string, string>> {
  const named = new Map(values.map(({ id, name }) => [id, name]));
  const missing: Concept[] = [];
  for (const [id, name] of named) {
    const stored = await findConcept(scope, id, deps);
    if (stored) named.set(id, stored.value.name);
    else missing.push({ id, name, createdAt: deps.now() });
  }
  for (let at = 0; at < missing.length; at += addedAtOnce)
    await addAbsent(scope, missing.slice(at, at + addedAtOnce), deps);
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

async function addAbsent(
  scope: Scope,
  concepts: readonly Concept[],
  { table }: Pick<Dependencies, 'table'>,
): Promise<void> {
  const writes = concepts.map((concept): Write => {
    const put = { ...keys.concept(scope, concept.id), data: toData(concept) };
    return { put, if: 'absent' };
  });
  try {
    await table.write(writes);
  } catch (error) {
    if (!(error instanceof WriteRefusedError)) throw error;
    // Somebody else was first with one of them, which is all that was wanted: the others alone.
    if (concepts.length > 1)
      for (const concept of concepts) await addAbsent(scope, [concept], { table });
  }
}

/** The chosen concepts of an app, by id; chosen while they are read, page by page. */
export async function listConcepts(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
  isChosen: (concept: Concept) => boolean = () => true,
): Promise<Concept[]> {
  const chosen: Concept[] = [];
  for await (const { value } of eachRecord<Concept>(deps.table, keys.conceptsOf(scope)))
    if (isChosen(value)) chosen.push(value);
  return chosen;
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
