import * as z from 'zod';

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

/** A concept's id may hold what people write on labels; `#` and control characters stay out. */
export const conceptIdSchema = z
  .string()
  .regex(
    /^[^#\u0000-\u001f\u007f]{1,128}$/u,
    'must be 1 to 128 characters without "#" and control characters',
  );
