/**
 * Ids that callers choose: URL-safe, no `#` and no `/`, so that they cannot leave their place in a
 * key or a path.
 */
export const idPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** What is wrong with an id that is otherwise: the end of a sentence. */
export const idRule =
  'must be 1 to 128 letters, digits, "_", "-" or "." and begin with a letter, digit or "_"';

/** @returns `idRule` where the text cannot be an id */
export function idProblem(id: string): string | undefined {
  return idPattern.test(id) ? undefined : idRule;
}
