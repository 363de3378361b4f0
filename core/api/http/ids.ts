import * as z from 'zod';
import { nameProblem, normaliseName } from '../../dataset/concept/concept-names.ts';

/**
 * Ids that callers choose: URL-safe, no `#` and no `/`, so that they cannot leave their place in a
 * key or a path.
 */
export const idSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/,
    'must be 1 to 128 letters, digits, "_", "-" or "." and begin with a letter, digit or "_"',
  );

/**
 * A concept's id or name: what people write on labels, in one Unicode form and without white space
 * around it; `#` stays out, as it parts a key.
 */
export const conceptIdSchema = z
  .string()
  .transform((text, context) => {
    const problem = nameProblem(text) ?? (text.includes('#') ? 'must be without "#"' : undefined);
    if (problem === undefined) return normaliseName(text);
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  })
  .meta({
    pattern: '^[^#\\s\\u0000-\\u001f\\u007f-\\u009f][^#\\u0000-\\u001f\\u007f-\\u009f]{0,127}$',
  });
