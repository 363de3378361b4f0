import type { Answers, Status } from '../core/api/wire/messages.ts';
import type { JsonObject } from '../core/json.ts';
import type { Operation } from './operation.ts';

/** The service refused. */
export class ApiError extends Error {
  /** Clarifai's status code. */
  readonly code: number;
  readonly description: string;
  readonly details: string | undefined;
  readonly httpStatus: number;
  /** The whole body, which may say more of each part. */
  readonly answer: JsonObject;

  constructor(status: Status, httpStatus: number, answer: JsonObject) {
    const { code, description, details } = status;
    super(`${code} ${description}${details ? `: ${details}` : ''}`);
    this.name = 'ApiError';
    this.code = code;
    this.description = description;
    this.details = details;
    this.httpStatus = httpStatus;
    this.answer = answer;
  }

  /**
   * What the refused operation answers of its parts: a refusal has it where only some of several
   * were refused.
   */
  partsOf<Asked extends Operation>(_operation: Asked): Partial<Answers[Asked]> {
    return this.answer as Partial<Answers[Asked]>;
  }
}
