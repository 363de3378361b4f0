import { errors } from '../../errors.ts';
import type { Failure } from '../../errors.ts';

/**
 * A failure for a person, under a code of `core/errors.ts` (or of the trainer): a step that threw
 * is told of as Lambda tells, JSON with the error's name and message, and one that took too long
 * under a name of Step Functions' own.
 */
export function toStableFailure(failure: Failure): Failure {
  const { code, message } = failure;
  // Step Functions' own names are reserved: an execution cannot fail under one.
  if (code.startsWith('States.'))
    return { ...failure, code: errors.internal.code, message: stepEndedWith(code, message) };
  try {
    const { errorType, errorMessage } = JSON.parse(message) as Record<string, unknown>;
    if (typeof errorType !== 'string' || typeof errorMessage !== 'string') return failure;
    return { ...failure, code: stableCode(errorType), message: errorMessage };
  } catch {
    return failure;
  }
}

function stepEndedWith(name: string, cause: string): string {
  return `A step of the workflow ended with ${name}${cause === '' ? '' : `: ${cause}`}`;
}

/**
 * The name that a function's error had, where it is one of ours; any other (`TypeError`) is
 * nobody's stable code.
 */
function stableCode(name: string): string {
  const isKnown = Object.values(errors).some(({ code }) => code === name);
  return isKnown ? name : errors.internal.code;
}
