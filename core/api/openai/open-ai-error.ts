import type { OpenAiRefusal } from '../wire/messages.ts';
import { DeeptuneError, errors } from '../../errors.ts';

/** A refusal in the shape that OpenAI's clients read. */
export class OpenAiError extends Error {
  readonly httpStatus: 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503 | 507;
  readonly code: string;
  /** The field of the request that is wrong. */
  readonly param: string | null;

  constructor(
    about: Pick<OpenAiError, 'httpStatus' | 'code'> & { readonly param?: string },
    message: string,
  ) {
    super(message);
    this.name = 'OpenAiError';
    this.httpStatus = about.httpStatus;
    this.code = about.code;
    this.param = about.param ?? null;
  }
}

export function invalid(param: string, message: string, code = 'invalid_value'): OpenAiError {
  return new OpenAiError({ httpStatus: 400, code, param }, message);
}

export function notFound(message: string, param?: string): OpenAiError {
  return new OpenAiError(
    { httpStatus: 404, code: 'not_found', ...(param === undefined ? {} : { param }) },
    message,
  );
}

const httpStatuses: Readonly<Record<string, OpenAiError['httpStatus']>> = {
  [errors.keyMissing.code]: 401,
  [errors.keyInvalid.code]: 401,
  [errors.insufficientScopes.code]: 403,
  [errors.doesNotExist.code]: 404,
  [errors.modelDoesNotExist.code]: 404,
  [errors.requestTooLarge.code]: 413,
  [errors.storageFull.code]: 507,
  [errors.throttled.code]: 429,
  // What OpenAI answers where the money does not reach.
  [errors.budgetExceeded.code]: 429,
  [errors.queueLimit.code]: 429,
  // OpenAI's clients ask again after it, as after any 5xx; it is no fault of the service.
  [errors.modelDeploying.code]: 503,
  [errors.modelBusy.code]: 503,
  [errors.conflict.code]: 503,
};

/** Any error as one of this surface; what is ours to mend says no more than the request id. */
export function toOpenAiError(error: unknown, requestId: string): OpenAiError {
  if (error instanceof OpenAiError) return error;
  if (!(error instanceof DeeptuneError))
    return new OpenAiError(
      { httpStatus: 500, code: 'internal' },
      `Internal error; quote request ${requestId}`,
    );
  const fallback = error.fault === 'user' ? 400 : 500;
  return new OpenAiError(
    { httpStatus: httpStatuses[error.code] ?? fallback, code: error.code },
    error.message,
  );
}

export function errorToWire(error: OpenAiError): OpenAiRefusal {
  const type = error.httpStatus >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message: error.message, type, param: error.param, code: error.code } };
}
