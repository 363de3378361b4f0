/** What Lambda says of an invocation, as far as it is asked here. */
export interface Invocation {
  getRemainingTimeInMillis?(): number;
}

/** What writing the answer takes, when the work is done or given up. */
const answeringMilliseconds = 1_500;

/**
 * Milliseconds from now on in which an invocation must know its answer, counted from its own start:
 * what Lambda leaves it, less what answering takes.
 * @param limitSeconds the function's limit, for a caller that says nothing of the time that is
 *   left
 */
export function timeToAnswer(invocation: Invocation | undefined, limitSeconds: number): number {
  const left = invocation?.getRemainingTimeInMillis?.() ?? limitSeconds * 1_000;
  return left - answeringMilliseconds;
}
