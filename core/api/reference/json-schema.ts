import type { JsonObject } from '../../json.ts';
import { monthPattern } from '../http/query-values.ts';
import type { QueryKind } from '../http/query-values.ts';
import { referenceTo } from './message.ts';

export const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;

const querySchemas: Readonly<Record<QueryKind, JsonObject>> = {
  text,
  texts: { type: 'array', items: text },
  flag: { type: 'boolean' },
  whole: count,
  month: { ...text, pattern: monthPattern.source },
};

export function querySchema(kind: QueryKind): JsonObject {
  return querySchemas[kind];
}

/** `status` of every answer, success or not. */
export const answerStatus: JsonObject = {
  ...referenceTo('Status'),
  description: 'GET /v2/status_codes lists the codes.',
  required: ['code', 'description', 'req_id'],
};

/**
 * A refusal; where some of several inputs were refused, it has the fields of the answer beside its
 * status.
 */
export const refusalSchema: JsonObject = {
  type: 'object',
  required: ['status'],
  properties: { status: answerStatus },
};
