import type { OpenAiRefusal } from '../wire/messages.ts';
import { DeeptuneError, errors } from '../../errors.ts';

/** A refusal in the shape that OpenAI's clients read. */
export class OpenAiError extends Error {
  readonly httpStatus: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 429 | 500 | 503 | 507;
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

/** A refusal on `/v1` of what is refused everywhere. */
interface Published {
  readonly httpStatus: OpenAiError['httpStatus'];
  /** OpenAI's own code; absent: deeptune's. */
  readonly code?: string;
}

const published: Readonly<Record<string, Published>> = {
  [errors.keyMissing.code]: { httpStatus: 401, code: 'invalid_api_key' },
  [errors.keyInvalid.code]: { httpStatus: 401, code: 'invalid_api_key' },
  [errors.insufficientScopes.code]: { httpStatus: 403 },
  [errors.doesNotExist.code]: { httpStatus: 404 },
  [errors.modelDoesNotExist.code]: { httpStatus: 404 },
  [errors.requestTooLarge.code]: { httpStatus: 413 },
  [errors.storageFull.code]: { httpStatus: 507 },
  [errors.throttled.code]: { httpStatus: 429, code: 'rate_limit_exceeded' },
  // What OpenAI answers where the money does not reach.
  [errors.budgetExceeded.code]: { httpStatus: 429, code: 'insufficient_quota' },
  [errors.queueLimit.code]: { httpStatus: 429 },
  // OpenAI's clients ask again after it, as after any 5xx; it is no fault of the service.
  [errors.modelDeploying.code]: { httpStatus: 503 },
  [errors.modelBusy.code]: { httpStatus: 503 },
  [errors.conflict.code]: { httpStatus: 503 },
};

/** Any error as one of this surface; what is ours to mend says no more than the request id. */
export function toOpenAiError(error: unknown, requestId: string): OpenAiError {
  if (error instanceof OpenAiError) return error;
  if (!(error instanceof DeeptuneError))
    return new OpenAiError(
      { httpStatus: 500, code: 'internal' },
      `Internal error; quote request ${requestId}`,
    );
  const fallback: Published = { httpStatus: error.fault === 'user' ? 400 : 500 };
  const { httpStatus, code = error.code } = published[error.code] ?? fallback;
  return new OpenAiError({ httpStatus, code }, error.message);
}

/** OpenAI's words for who has to do something: `type` of an error, by its code. */
const types: Readonly<Record<string, string>> = {
  rate_limit_exceeded: 'requests',
  insufficient_quota: 'insufficient_quota',
};

export function errorToWire(error: OpenAiError): OpenAiRefusal {
  const fallback = error.httpStatus >= 500 ? 'server_error' : 'invalid_request_error';
  const type = types[error.code] ?? fallback;
  return { error: { message: error.message, type, param: error.param, code: error.code } };
}

/** Seconds after which asking again may help, by code. */
const waits: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 1,
  [errors.conflict.code]: 1,
  [errors.modelBusy.code]: 10,
  // Deploying takes a minute or two; OpenAI's clients wait as long as they are told, and ask twice.
  [errors.modelDeploying.code]: 30,
  [errors.queueLimit.code]: 30,
};

/**
 * Headers that tell a client whether to ask again (`x-should-retry` is OpenAI's own) and when; none
 * where the status says enough.
 */
export function retryHeaders({ code, httpStatus }: OpenAiError): Record<string, string> {
  const wait = waits[code];
  if (wait !== undefined) return { 'retry-after': String(wait) };
  return httpStatus === 429 ? { 'x-should-retry': 'false' } : {};
}
