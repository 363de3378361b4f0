/**
 * True where an SDK call failed with one of these error codes. Codes rather than classes: several
 * of the codes that matter (`ValidationException` of SageMaker, `PreconditionFailed` of S3) are not
 * modelled as classes.
 */
export function isAwsError(error: unknown, ...codes: readonly string[]): error is Error {
  return error instanceof Error && codes.includes(error.name);
}

/**
 * True where SageMaker says that a thing is not there: it has no code of its own for that on most
 * calls.
 */
export function isSageMakerAbsent(error: unknown): error is Error {
  if (isAwsError(error, 'ResourceNotFound')) return true;
  return (
    isAwsError(error, 'ValidationException') && /not found|could not find/i.test(error.message)
  );
}
