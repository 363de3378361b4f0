import type { Status } from '../wire/messages.ts';

/**
 * Descriptions of the Clarifai status codes that we answer (contract section 3; clients compare
 * some of them).
 */
const descriptions: Readonly<Record<number, string>> = {
  10000: 'Ok',
  10010: 'Mixed Success',
  10020: 'Failure',
  10030: 'Try again',
  10040: 'Not implemented',
  11005: 'Making too many requests',
  11006: 'Account limits exceeded',
  11007: 'Insufficient scopes',
  11008: 'Invalid API key or Invalid API key/application pair',
  11100: 'Bad request format',
  11101: 'Resource does not exist',
  11102: 'Invalid request',
  11103: 'Method not allowed',
  21100: 'Model is trained and ready',
  21101: 'Training stage in progress: 0/1 complete.',
  21102: 'Model not yet trained',
  21103: 'Model is currently in queue for training.',
  21106: 'Model training failed',
  21110: 'Model training had no data',
  21111: 'Model training had no positive examples',
  21112: 'Model training needs more than one concept',
  21113: 'Model training timed out',
  21117: 'Model training had insufficient data',
  21118: 'Model training had invalid parameters',
  21119: 'Model training exceeded the invalid data tolerance',
  21200: 'Model does not exist',
  21202: 'Invalid model argument',
  21203: 'Invalid model request',
  21300: 'Model was successfully evaluated.',
  21301: 'Model is being evaluated.',
  21302: 'Model was not evaluated',
  21303: 'Model is queued for evaluation.',
  21310: 'Model evaluation timed out',
  21313: 'Model prediction failed',
  21315: 'Model evaluation needs at least two concepts',
  21316: 'Model evaluation needs at least five labelled inputs per concept',
  21351: 'Model is deploying',
  21354: 'Model is busy, please retry',
  21500: 'Model was exported',
  21502: 'Model export failed',
  30000: 'Download complete',
  30002: 'Download failed; check URL',
  30100: 'Input is a duplicate',
  30101: 'Input has an unsupported format',
  30104: 'Input has an invalid argument',
  30105: 'Input is over a limit',
  24150: 'Annotation success',
  24151: 'Annotation pending',
  24152: 'Annotation failed',
  24154: 'Annotation has an unknown status',
  24157: 'Annotation is awaiting review',
  24158: 'Annotation was refused in review',
  24159: 'Annotation is awaiting a consensus review',
  25400: 'Bulk operation succeeded',
  25401: 'Bulk operation failed',
  25405: 'Bulk operation was cancelled',
  40003: 'Invalid request',
  40010: 'Object with this id already exists',
  64002: 'Job completed',
  64004: 'Job was cancelled',
  64005: 'Dataset version is pending to be processed',
  64010: 'Dataset version is being processed',
  64015: 'Dataset version is ready',
  64020: 'Dataset version failed to be processed',
  68000: 'Upload in progress',
  70000: 'Invalid request for log entries',
  64030: 'Dataset version is in use',
  64101: 'Input is in this dataset already',
  64200: 'Dataset version export is ready',
  64201: 'Dataset version export is pending',
  64202: 'Dataset version export failed',
  64203: 'Dataset version export is in progress',
  98014: 'Resources of the host are exhausted',
  99009: 'Internal error',
};

/**
 * Clarifai publishes no table of HTTP codes; known or inferred ones (contract, end of section 3).
 */
const httpCodes: Readonly<Record<number, number>> = {
  10000: 200,
  10010: 200,
  10030: 503,
  10040: 501,
  11005: 429,
  11006: 402,
  11007: 403,
  11008: 401,
  11101: 404,
  11103: 405,
  21200: 404,
  21351: 503,
  21354: 503,
  40010: 409,
  64030: 409,
  99009: 500,
};

/** The `status` object of every response and of every part of it. */
export function status(code: number, details?: string): Status {
  const description = descriptions[code] ?? `Status ${code}`;
  return details === undefined ? { code, description } : { code, description, details };
}

/** Every status that deeptune answers, ascending by code. */
export function allStatuses(): Status[] {
  return Object.keys(descriptions).map((code) => status(Number(code)));
}

/** HTTP status of a Clarifai status code; 400 for every other refusal. */
export function httpCode(code: number): number {
  return httpCodes[code] ?? 400;
}
