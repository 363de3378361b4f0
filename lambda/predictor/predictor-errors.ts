import { ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { fail } from '../../core/errors.ts';
import { isAwsError } from '../aws/aws-error.ts';

/**
 * True where nobody answered in time: the call was given up by its own deadline, or by the client's
 * limit.
 */
export function isTimeout(error: unknown): error is Error {
  return isAwsError(error, 'TimeoutError', 'AbortError');
}

/** A connection that ended without an answer. */
const brokenOff = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'];

/**
 * What the runtime said of a call, as an error of ours where it is one that a caller can do
 * something about; anything else as it came.
 */
export function runtimeError(error: unknown): unknown {
  // Its message is the container's traceback: for the log, as the cause, never for a caller.
  if (error instanceof ModelError)
    return fail('predictionFailed', 'The model could not answer this request', error);
  if (isAwsError(error, 'ModelNotReadyException'))
    return fail('modelDeploying', 'The model is starting; ask again soon', error);
  if (isAwsError(error, 'ThrottlingException'))
    return fail('modelBusy', 'The model is answering as many requests as it may', error);
  if (isServiceFault(error))
    return fail('modelBusy', 'SageMaker could not answer just now; ask again', error);
  return error;
}

/** It is asked once only, so that what the SDK would repeat is left to the caller. */
function isServiceFault(error: unknown): boolean {
  const { $metadata, code } = error as {
    $metadata?: { httpStatusCode?: number };
    code?: string;
  };
  return ($metadata?.httpStatusCode ?? 0) >= 500 || brokenOff.includes(code ?? '');
}
