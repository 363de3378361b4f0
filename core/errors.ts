/**
 * Whose mistake it was: the caller's, or ours (and AWS's). Decides who pays and whether a retry can
 * help.
 */
export type Fault = 'user' | 'platform';

/** Why a training ended badly. */
export interface Failure {
  /** A code of `errors` below. */
  readonly code: string;
  readonly fault: Fault;
  readonly message: string;
  /** What the trainer ran before it ended itself, in seconds; absent where it did not say. */
  readonly seconds?: number;
}

export interface ErrorInfo {
  /** Stable, kebab-case, never reused for another meaning: `version-not-trained`. */
  readonly code: string;
  readonly fault: Fault;
  /** Clarifai status code answered on the wire, see `core/api/http/status.ts`. */
  readonly status: number;
  /** HTTP status, where it is another than that of `status`. */
  readonly http?: number;
}

/**
 * The one family of errors. `message` is a sentence for the person who reads it: it shows the value
 * received and what would be right. `core/api/http/status.ts` turns it into a response; the
 * workflow uses `code` as the error name.
 */
export class DeeptuneError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly status: number;
  readonly http: number | undefined;

  constructor(info: ErrorInfo, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = info.code;
    this.code = info.code;
    this.fault = info.fault;
    this.status = info.status;
    this.http = info.http;
  }
}

const user = (code: string, status: number): ErrorInfo => ({ code, fault: 'user', status });
const platform = (code: string, status: number): ErrorInfo => ({ code, fault: 'platform', status });

/** Every error that deeptune raises, with its Clarifai status code (contract section 3). */
export const errors = {
  keyMissing: user('key-missing', 11102),
  keyInvalid: user('key-invalid', 11008),
  keyNotFound: user('key-not-found', 11009),
  insufficientScopes: user('insufficient-scopes', 11007),
  throttled: user('throttled', 11005),
  badRequest: user('bad-request-format', 11100),
  invalidRequest: user('invalid-request', 11102),
  methodNotAllowed: user('method-not-allowed', 11103),
  notImplemented: user('not-implemented', 10040),
  /** A part of a request that is served otherwise; `notImplemented` is for whole paths. */
  notSupported: user('not-supported', 11102),
  /** More than this host reads of one request: the rest of it is not waited for. */
  requestTooLarge: { ...user('request-too-large', 11100), http: 413 },
  /** More than one answer of this host can carry. */
  answerTooLarge: user('answer-too-large', 11102),
  doesNotExist: user('does-not-exist', 11101),
  alreadyExists: user('already-exists', 40010),
  idempotencyConflict: user('idempotency-conflict', 11102),
  conceptInvalid: user('concept-invalid', 40003),
  datasetInputDuplicate: user('dataset-input-duplicate', 64101),
  datasetVersionInUse: user('dataset-version-in-use', 64030),
  inputsInUse: user('inputs-in-use', 11102),
  exportTooLarge: user('export-too-large', 64202),
  /** More than a request freezes: said inside only, a task freezes it then. */
  datasetTooLarge: user('dataset-too-large', 11102),
  datasetVersionNotReady: user('dataset-version-not-ready', 64005),
  datasetVersionFailed: user('dataset-version-failed', 64020),
  inputInvalid: user('input-invalid', 30104),
  inputUnsupported: user('input-unsupported-format', 30101),
  inputOverLimit: user('input-over-limit', 30105),
  inputDownloadFailed: user('input-download-failed', 30002),
  modelDoesNotExist: user('model-does-not-exist', 21200),
  modelInvalidArgument: user('model-invalid-argument', 21202),
  modelInvalidRequest: user('model-invalid-request', 21203),
  templateUnknown: user('template-unknown', 21118),
  hyperparameterUnknown: user('hyperparameter-unknown', 21118),
  hyperparameterInvalid: user('hyperparameter-invalid', 21118),
  /** What a job would read, run on or cost is more than was shown when it was asked for. */
  estimateOutdated: user('estimate-outdated', 21118),
  /** A quote counts for a day. */
  quoteExpired: user('quote-expired', 11102),
  /** Another job was started under it: it is for one. */
  quoteUsed: user('quote-used', 11102),
  /** What is asked for is not what was quoted: its data or settings are others. */
  quoteVoid: user('quote-void', 11102),
  trainingDoesNotFit: user('training-does-not-fit', 21118),
  datasetEmpty: user('dataset-empty', 21110),
  noPositives: user('no-positive-examples', 21111),
  oneClassOnly: user('one-class-only', 21112),
  insufficientData: user('insufficient-data', 21117),
  invalidDataToleranceExceeded: user('invalid-data-tolerance-exceeded', 21119),
  /** Something that is open, or waits for a person, goes on from it. */
  versionInUse: user('version-in-use', 21203),
  versionNotTrained: user('version-not-trained', 21102),
  /** There is what could answer, and its gate does not let it. */
  versionNotPromoted: user('version-not-promoted', 21203),
  /** It answers already. */
  alreadyPromoted: user('already-promoted', 21203),
  /** Another version answers than the caller knew. */
  promotedMeanwhile: { ...user('promoted-meanwhile', 21203), http: 409 },
  /** No version answered before. */
  nothingToRollBack: user('nothing-to-roll-back', 21203),
  modelNotPredictable: user('model-not-predictable', 21203),
  baseModelInvalid: user('base-model-invalid', 21202),
  baseModelUnavailable: user('base-model-unavailable', 21202),
  baseModelUnlisted: user('base-model-unlisted', 21202),
  baseModelNotStaged: user('base-model-not-staged', 21118),
  modelTypeMismatch: user('model-type-mismatch', 21202),
  /** Nothing of the month is on no invoice. */
  nothingToInvoice: user('nothing-to-invoice', 11102),
  invoiceState: user('invoice-state', 11102),
  budgetExceeded: user('budget-exceeded', 11006),
  /** The job may cost more than the most that was said with its request. */
  maxPriceExceeded: user('max-price-exceeded', 11006),
  queueLimit: platform('queue-limit', 11006),
  trainingTimedOut: user('training-timed-out', 21113),
  trainingFailed: platform('training-failed', 21106),
  trainingDiverged: user('training-diverged', 21106),
  capacity: platform('capacity-unavailable', 21106),
  endUnknown: platform('end-unknown', 21106),
  artifactInvalid: platform('model-artifact-invalid', 21106),
  modelDeploying: platform('model-deploying', 21351),
  modelBusy: platform('model-busy', 21354),
  predictionFailed: platform('prediction-failed', 21313),
  evaluationTimedOut: platform('evaluation-timed-out', 21310),
  evaluationNeedsConcepts: user('evaluation-needs-concepts', 21315),
  evaluationNeedsInputs: user('evaluation-needs-inputs', 21316),
  logTypeUnknown: user('log-type-unknown', 70000),
  illegalTransition: platform('illegal-transition', 21203),
  unfinished: user('unfinished', 10030),
  conflict: platform('conflict', 10030),
  /** The disk, or the quota, of a host that keeps files of its own. */
  storageFull: { ...platform('storage-full', 98014), http: 507 },
  internal: platform('internal', 99009),
} as const satisfies Record<string, ErrorInfo>;

/** Raise: `throw fail('modelDoesNotExist', 'Model does not exist')`. */
export function fail(kind: keyof typeof errors, message: string, cause?: unknown): DeeptuneError {
  return new DeeptuneError(errors[kind], message, cause === undefined ? undefined : { cause });
}

/** True where `error` is of the given kind: `isError(e, 'doesNotExist')`. */
export function isError(error: unknown, kind: keyof typeof errors): error is DeeptuneError {
  return error instanceof DeeptuneError && error.code === errors[kind].code;
}
