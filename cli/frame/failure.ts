import { ApiError } from '../../client/api-error.ts';
import { errorInWords } from '../connection.ts';

/** What a command ends with, by whose fault it is; 0 where all was done. */
export const exitStatus = {
  /** Refused by the service, declined by the person, or ended badly. */
  refused: 1,
  /** Called wrongly; also a question where nobody can be asked. */
  usage: 2,
  notFound: 3,
  /** No key, or one that is not taken or may not do this. */
  key: 4,
  budget: 5,
  /** No machine, a full queue, too many requests: the same later may work. */
  capacity: 6,
  /** Trained, but the version before goes on answering: held back, or awaiting approval. */
  notPromoted: 7,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

interface Details {
  readonly exitStatus: ExitStatus;
  /** Stable, kebab-case, as the service's own. */
  readonly code?: string;
  /** Commands that would work, or that show what is wrong; a line each. */
  readonly next?: readonly string[];
}

/** Why a command could not do its work, in words that show the value and what would be right. */
export class CommandFailure extends Error {
  readonly exitStatus: ExitStatus;
  readonly code: string;
  readonly next: readonly string[];

  constructor(message: string, { exitStatus: status, code = codes[status], next = [] }: Details) {
    super(message);
    this.name = 'CommandFailure';
    this.exitStatus = status;
    this.code = code;
    this.next = next;
  }
}

/** What a budget refused, or stopped. */
const budgetCodes: readonly string[] = ['budget-exceeded', 'max-price-exceeded', 'budget-stopped'];

const codes: Readonly<Record<ExitStatus, string>> = {
  1: 'refused',
  2: 'usage',
  3: 'not-found',
  4: 'key',
  5: 'budget',
  6: 'capacity',
  7: 'not-promoted',
};

/** Called wrongly. @param next the commands that would be right */
export function usageFailure(message: string, ...next: readonly string[]): CommandFailure {
  return new CommandFailure(message, { exitStatus: exitStatus.usage, next });
}

/** What is named is not there. */
export function notFoundFailure(message: string, ...next: readonly string[]): CommandFailure {
  return new CommandFailure(message, { exitStatus: exitStatus.notFound, next });
}

/** Any error as the failure of a command. @param url of the service */
export function failureOf(error: unknown, url: string): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (error instanceof ApiError) return failureOfApi(error);
  const message = errorInWords(error, url);
  const isUnreached = error instanceof TypeError && error.message === 'fetch failed';
  return new CommandFailure(message, {
    exitStatus: exitStatus.refused,
    ...(isUnreached ? { code: 'unreachable', next: ['deeptune serve', 'deeptune … --local'] } : {}),
  });
}

/** Stable code of a refusal: deeptune's own, or Clarifai's number where there is none. */
export function codeOf({ answer, code }: ApiError): string {
  const notes = (answer['status'] as { developer_notes?: unknown } | undefined)?.developer_notes;
  // Notes on fields that were not read may stand behind it.
  return typeof notes === 'string' && notes !== '' ? (notes.split('\n')[0] ?? '') : String(code);
}

function failureOfApi(error: ApiError): CommandFailure {
  const code = codeOf(error);
  const { details, description, httpStatus } = error;
  const status = statusOf(code, httpStatus);
  const next = nextOf[status] ?? [];
  return new CommandFailure(`${details ?? description} (${error.code} ${description})`, {
    exitStatus: status,
    code,
    next: code === 'base-model-not-staged' ? [] : next,
  });
}

const nextOf: Partial<Readonly<Record<ExitStatus, readonly string[]>>> = {
  4: ['deeptune profiles'],
  5: ['deeptune budgets'],
};

const ofCapacity = ['queue-limit', 'capacity-unavailable', 'throttled', 'model-deploying'];

/** The fault of a refusal, by its stable code first. */
export function statusOf(code: string, httpStatus: number): ExitStatus {
  if (budgetCodes.includes(code)) return exitStatus.budget;
  if (ofCapacity.includes(code) || [429, 503, 507].includes(httpStatus)) return exitStatus.capacity;
  if (httpStatus === 401 || httpStatus === 403) return exitStatus.key;
  if (httpStatus === 404 || code === 'key-not-found') return exitStatus.notFound;
  return exitStatus.refused;
}
