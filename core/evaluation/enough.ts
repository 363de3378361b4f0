import { fail } from '../errors.ts';

/** Inputs that each concept must be on, as Clarifai asks. */
export const minPerConcept = 5;

/** @throws DeeptuneError evaluation-needs-concepts */
export function assertConcepts(count: number, fewest: number): void {
  if (count >= fewest) return;
  const wanted = fewest === 1 ? 'one concept' : 'two concepts';
  throw fail(
    'evaluationNeedsConcepts',
    `An evaluation needs at least ${wanted}; there ${count === 1 ? 'is' : 'are'} ${count}`,
  );
}

/**
 * @param counts labelled inputs of each concept
 * @throws DeeptuneError evaluation-needs-inputs for the first concept with too few
 */
export function assertInputs(counts: ReadonlyMap<string, number>): void {
  for (const [id, count] of counts)
    if (count < minPerConcept)
      throw fail(
        'evaluationNeedsInputs',
        `An evaluation needs at least ${minPerConcept} labelled inputs per concept; concept '${id}' has ${count}`,
      );
}
