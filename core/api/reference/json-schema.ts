import * as z from 'zod';
import type { Json, JsonObject } from '../../json.ts';
import { monthPattern } from '../http/query-values.ts';
import type { QueryKind } from '../http/query-values.ts';
import { referenceTo } from './message.ts';

export const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;

/** Free JSON is the only thing that refers to itself, and it may be anything: it is left open. */
function withoutFreeJson(schema: Json): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(withoutFreeJson);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('$ref' in schema) return {};
  return Object.fromEntries(
    Object.entries(schema as JsonObject)
      .filter(([name]) => name !== '$defs' && name !== '$schema')
      .map(([name, each]) => [name, withoutFreeJson(each)]),
  );
}

/**
 * JSON Schema (2020-12) of what a schema takes in; what only code can say, such as that two ids
 * differ, is left out.
 */
export function bodySchema(schema: z.ZodType): JsonObject {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return withoutFreeJson(JSON.parse(JSON.stringify(json)) as Json) as JsonObject;
}

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
