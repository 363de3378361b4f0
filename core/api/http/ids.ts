import * as z from 'zod';
import { nameProblem, normaliseName } from '../../dataset/concept/concept-names.ts';
import { idPattern, idRule } from '../../records/id-rule.ts';

/** See `idProblem`. */
export const idSchema = z.string().regex(idPattern, idRule);

function named(problemOf: (text: string) => string | undefined) {
  return z.string().transform((text, context) => {
    const problem = problemOf(text);
    if (problem === undefined) return normaliseName(text);
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  });
}

/** A concept's name: what people write on labels, in one Unicode form, no white space around it. */
export const conceptNameSchema = named(nameProblem).meta({
  pattern: '^[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]{0,127}$',
});

/** What is said of a concept without an id, whose name becomes its id. */
export const nameNeedsId = 'has a name with "#", and no id: ids are without "#"';

/** Whether a concept's id, or the name that takes its place, can be an id. */
export function hasId({
  id,
  name,
}: {
  id?: string | undefined;
  name?: string | undefined;
}): boolean {
  return Boolean(id) || !name?.includes('#');
}

/** A concept's id: as a name, without `#`, which parts a key. */
export const conceptIdSchema = named(
  (text) => nameProblem(text) ?? (text.includes('#') ? 'must be without "#"' : undefined),
).meta({
  pattern: '^[^#\\s\\u0000-\\u001f\\u007f-\\u009f][^#\\u0000-\\u001f\\u007f-\\u009f]{0,127}$',
});
