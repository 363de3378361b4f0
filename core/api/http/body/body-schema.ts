import * as z from 'zod';
import type { Json, JsonObject } from '../../../json.ts';

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
