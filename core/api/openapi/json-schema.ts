import * as z from 'zod';
import type { Json, JsonObject } from '../../catalog/model-type.ts';
import type { QueryKind } from '../query-values.ts';
import type { AnswerMessage } from './answers.ts';

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

/** JSON Schema (2020-12) of what a schema takes in; what only code can say, such as that two ids differ, is left out. */
export function bodySchema(schema: z.ZodType): JsonObject {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return withoutFreeJson(JSON.parse(JSON.stringify(json)) as Json) as JsonObject;
}

const querySchemas: Readonly<Record<QueryKind, JsonObject>> = {
  text,
  texts: { type: 'array', items: text },
  flag: { type: 'boolean' },
  whole: count,
};

export function querySchema(kind: QueryKind): JsonObject {
  return querySchemas[kind];
}

/** `status` of every answer, success or not. */
export const statusSchema: JsonObject = {
  type: 'object',
  description: "Clarifai's status; GET /v2/status_codes lists the codes.",
  required: ['code', 'description', 'req_id'],
  properties: {
    code: { type: 'integer' },
    description: text,
    details: { ...text, description: 'What was received, and what would be right.' },
    developer_notes: { ...text, description: "deeptune's own stable code of an error." },
    req_id: text,
  },
};

/** A refusal; where some of several inputs were refused, it has the fields of the answer beside its status. */
export const refusalSchema: JsonObject = {
  type: 'object',
  required: ['status'],
  properties: { status: { $ref: '#/components/schemas/Status' } },
};

/** A message of the published interface with its top-level fields; what stands in them is described where it is published. */
export function answerSchema({ name, fields }: AnswerMessage): JsonObject {
  const properties = Object.entries(fields).map(([field, type]) => [field, fieldSchema(type)]);
  return {
    title: name,
    type: 'object',
    required: ['status'],
    properties: {
      status: { $ref: '#/components/schemas/Status' },
      ...Object.fromEntries(properties),
    },
    additionalProperties: false,
  };
}

function fieldSchema(type: string): JsonObject {
  const isList = type.endsWith('[]');
  const one = { type: isList ? type.slice(0, -2) : type };
  return isList ? { type: 'array', items: one } : one;
}
